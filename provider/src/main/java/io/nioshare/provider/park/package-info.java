/**
 * Waiting on virtual threads. A thread that waits in the kernel keeps its carrier; so a virtual thread tries without
 * waiting and parks in between, woken by one poller for all of them.
 *
 * <p>Virtual threads are there from JDK 21 on and are looked up by name: on older JDKs nothing here is used.
 */
package io.nioshare.provider.park;
