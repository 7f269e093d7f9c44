/**
 * Sockets that move to another process.
 *
 * <p>The steps of a hand-off, as the Windows documentation (<i>WSADuplicateSocketW function</i>) lays them out:
 *
 * <ol>
 *   <li>the source has a channel, connected or listening, and asks the target for its process id;
 *   <li>the target answers, with {@code ProcessHandle.current().pid()};
 *   <li>the source calls {@link io.nioshare.ShareableChannel#exportTo(long)} and sends the token to the target, by
 *       whatever means of communication the two have;
 *   <li>the target calls {@link io.nioshare.ShareableChannel#importFrom(byte[])} and goes on with the same socket;
 *   <li>the source closes its channel, or goes on using it too.
 * </ol>
 *
 * <p>Within one process nothing of this is needed: a channel is valid in all its threads.
 *
 * <p>Unless a method says otherwise, no argument may be {@code null}, none is returned, and a {@code null} argument
 * ends in a {@link java.lang.NullPointerException}. What goes wrong in the operating system is a
 * {@link io.nioshare.ShareException} or one of its subclasses.
 */
package io.nioshare;
