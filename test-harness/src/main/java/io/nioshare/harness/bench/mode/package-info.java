/**
 * What is measured: each mode is a workload for the measured JVM and, where it needs one, a load from outside.
 */
package io.nioshare.harness.bench.mode;
