/**
 * The channels: blocking rules, state, options, written once for every operating system.
 *
 * <p>A {@link io.nioshare.provider.channel.SocketLife} owns the descriptor. It goes forward only:
 *
 * <pre>
 *   OPEN --close--&gt; CLOSING (waiting calls are cancelled; no call may begin)
 *                     --last call left--&gt; CLOSED (polls taken back, descriptor released)
 * </pre>
 *
 * <p>Who closes waits for the last call and does the rest, except where that call might need what the closing thread has:
 * then the thread that leaves last does it.
 *
 * <p>Locks of a channel, outermost first:
 *
 * <ol>
 *   <li>read lock (accept lock): held for the whole of a read, so also while it waits
 *   <li>write lock: the same for writing; connecting holds both
 *   <li>state lock, {@link io.nioshare.provider.channel.SocketLife#lock()}: guards state and addresses; no call that may
 *       wait is made under it
 * </ol>
 *
 * <p>Each is part of what it guards, which saves an object: the channel's input, its output, its {@link
 * io.nioshare.provider.channel.Descriptor}.
 *
 * <p>Closing takes the state lock alone, so that it never waits behind a read or write. Virtual threads that a monitor
 * can pin (JDK 21 to 23) don't queue up for it.
 *
 * <p>Before all of these comes {@code blockingLock()}, the monitor that {@code configureBlocking} and {@code register}
 * hold. The streams of {@code java.nio.channels.Channels} hold it during every call, so whoever waits with it in hand
 * would keep out everybody else. Hence a thread that holds it waits nowhere but in it: for its socket, for a
 * {@linkplain io.nioshare.provider.channel.ChannelLock lock}. There it keeps the locks it has, so that a blocking write
 * stays in one piece; but it doesn't count as a user of the descriptor, since a thread that closes the channel may hold
 * the monitor. Nobody who holds the state lock takes the monitor.
 */
package io.nioshare.provider.channel;
