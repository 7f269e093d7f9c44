/**
 * Readiness from {@code epoll}, level-triggered.
 *
 * <p>A registration remembers two sets of events: those that the selector <i>asked</i> for, which are spent by being
 * reported, and those that the <i>kernel</i> watches, which stay. As long as a selector asks for the same again after
 * each event, the kernel hears of nothing and a selection is one system call. The two are brought together
 *
 * <ul>
 *   <li>when more is asked for than the kernel watches, or when room for output isn't asked for any more, which would be
 *       there at every turn: at once, unless the next poll can try without, by {@link Probes};
 *   <li>when an event comes that nobody asked for. With nothing asked for at all the socket is taken out, since errors
 *       and hang-ups can't be left unwatched.
 * </ul>
 *
 * <p>An event carries its registration's slot and that slot's generation; descriptor numbers identify nothing. The
 * descriptor is taken out before it is closed: the kernel wouldn't do it while another process has the socket.
 */
package io.nioshare.provider.linux.epoll;
