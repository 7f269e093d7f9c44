/**
 * The contract of an operating system: whatever a backend supplies, and nothing of how it does so.
 *
 * <ul>
 *   <li>{@link io.nioshare.provider.os.OsBackend} opens everything else.
 *   <li>{@link io.nioshare.provider.os.OsSocket} is one descriptor with one owner. A call that isn't to wait never blocks
 *       in the kernel.
 *   <li>{@link io.nioshare.provider.os.OsOperation} is a call that may wait and that another thread can take back. When
 *       it has returned, the kernel uses none of the memory it was given.
 *   <li>{@link io.nioshare.provider.os.OsPoller} and {@link io.nioshare.provider.os.OsRegistration} report readiness.
 *       A released registration reports nothing, even if its descriptor's number is in use again.
 *   <li>{@link io.nioshare.provider.os.OsSharing} moves sockets between processes, and never closes a descriptor that it
 *       can't show to be new.
 *   <li>{@link io.nioshare.provider.os.OsMemory} is memory with an address.
 * </ul>
 *
 * <p>Errors are {@link java.io.IOException}s of the type the JDK's channels throw, with the system's error in the
 * message. A failed call leaves its socket as it was.
 *
 * <p>Lock order, outermost first: selector, its selected-key set; a channel's read or accept lock; its
 * write lock; its state lock; a poller's lock. A backend's locks are innermost: it calls no one while it holds them,
 * {@link io.nioshare.provider.os.OsPoller.Sink} included.
 */
package io.nioshare.provider.os;
