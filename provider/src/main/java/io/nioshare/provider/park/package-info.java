/**
 * Waiting outside of the kernel. A thread tries without waiting and sleeps in between, woken by one poller for all that
 * receive and one for all that send.
 *
 * <ul>
 *   <li>A virtual thread parks: waiting in the kernel it would keep its carrier. Such threads are there from JDK 21 on,
 *       and are looked up by name.
 *   <li>A thread that holds its channel's {@code blockingLock()} waits in that monitor, which lets others have it. The
 *       streams of {@code java.nio.channels.Channels} call channels like this; otherwise the one that reads would keep
 *       out the one that writes.
 *   <li>A virtual thread that selects leaves the waiting to a platform thread, since a selector waits for a device of its
 *       own and not for a socket. It holds the monitors of its selector; so before JDK 24 it keeps its carrier all the
 *       same, and the JDK starts another one, up to {@code jdk.virtualThreadScheduler.maxPoolSize}.
 * </ul>
 */
package io.nioshare.provider.park;
