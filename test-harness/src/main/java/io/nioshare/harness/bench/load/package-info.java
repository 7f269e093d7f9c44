/**
 * What makes measured JVMs work, from the bench's own JVM, by plain sockets that have no provider.
 */
package io.nioshare.harness.bench.load;
