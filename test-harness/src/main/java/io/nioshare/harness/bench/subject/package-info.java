/**
 * The measured JVM's side of the talk with the bench.
 */
package io.nioshare.harness.bench.subject;
