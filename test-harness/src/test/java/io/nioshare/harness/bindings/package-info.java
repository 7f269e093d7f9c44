/** The ways in which C functions are called, each in a JVM of its own. */
package io.nioshare.harness.bindings;
