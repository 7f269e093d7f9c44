/**
 * Hand-off scenarios: real sockets, shared by real processes. The peers of shared connections are {@code
 * java.net.Socket}s, which the provider under test has no part in.
 */
package io.nioshare.harness.handoff;
