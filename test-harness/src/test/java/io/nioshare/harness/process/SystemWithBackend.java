package io.nioshare.harness.process;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Tests that need sockets of the provider, whichever system they are of. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@EnabledOnOs(
        value = {OS.WINDOWS, OS.LINUX},
        disabledReason = "the provider has no backend for this system")
public @interface SystemWithBackend {}
