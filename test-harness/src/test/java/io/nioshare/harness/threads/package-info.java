/** Virtual threads, where the JVM has them: whoever waits holds no thread of the system's. */
package io.nioshare.harness.threads;
