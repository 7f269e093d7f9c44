package io.nioshare.harness.process;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Tests that speak of what only Windows has: its 628 bytes, its handles, its Python. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@EnabledOnOs(value = OS.WINDOWS, disabledReason = "written for the tokens and handles of Windows")
public @interface WindowsOnly {}
