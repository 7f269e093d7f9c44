/**
 * The benchmark, as the person at the terminal has it: it starts measured JVMs in turn, loads them, and reports. It runs in
 * the machine's own JVM.
 */
package io.nioshare.harness.bench;
