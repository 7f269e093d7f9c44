/**
 * The demo, as the person at the terminal has it: it starts the server's processes and a client, shows what they do,
 * and judges the outcome. It runs in the machine's own JVM and uses nothing of the library.
 */
package io.nioshare.harness.demo;
