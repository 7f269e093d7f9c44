/**
 * What the measured JVM does. Plain {@code java.nio}: which provider does the work is decided when the JVM starts.
 */
package io.nioshare.harness.bench.workload;
