package io.nioshare.harness.process;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Tests that speak of what only Linux has: its tickets, and who keeps the descriptor until it is fetched. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@EnabledOnOs(value = OS.LINUX, disabledReason = "written for the tickets of Linux")
public @interface LinuxOnly {}
