package io.nioshare;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.spi.SelectorProvider;

/**
 * A channel whose socket can move to another process, or be used by several at once.
 *
 * <p>{@link #exportTo(long)} makes a <i>token</i>, a few hundred bytes that let one other process, the <i>target</i>,
 * have a descriptor of its own for the same socket; {@link #importFrom(byte[])} turns the token into a channel there.
 * What follows holds for both, and on every system unless one is named; where it concerns Windows it follows the Windows
 * documentation (<i>WSADuplicateSocketW function</i>).
 *
 * <h2>One socket, several descriptors</h2>
 *
 * <p>The descriptor is duplicated, the socket is not. All its state is held in common: a connection made, a byte read,
 * an option set, a direction shut down through one channel is so for every process that has the socket. An option that
 * one side sets, the other side reads. What belongs to the channel as a Java object stays with it: its blocking mode,
 * its keys, its timeouts, its memberships in groups, and whether it takes itself for bound, connected or listening: a
 * channel that was imported unconnected doesn't learn that another process connects the socket, or makes it listen.
 *
 * <p>The socket lives until the last descriptor is closed. {@link Channel#close()} gives up the descriptor of this
 * process alone, at once, and the peer of a connection notices nothing of it while another process has the socket. To
 * end the stream for the peer at once, shut the output down: that acts on the socket, for every process.
 *
 * <p>All descriptors are good for input and output independently of each other, and <b>nothing guards one process
 * against the other</b>: the operating system has no access control between them. Two that read from one connection
 * each get some of the bytes. It is for the processes to agree which of them does what, and when. The usual
 * arrangement is that one process makes sockets and connections and others do the talking.
 *
 * <p>Selectors don't disturb each other. The known limit of {@code WSAEventSelect} and {@code WSAAsyncSelect}, that a
 * registration through one descriptor cancels that of any other, doesn't apply to this library's selectors, which use
 * neither: one process can select for reading and another for writing on the same socket. It applies again to a foreign
 * program that takes part and uses these calls: there, only the last registration counts among those that use them.
 *
 * <h2>Tokens</h2>
 *
 * <p>A token serves <b>once</b>, and serves <b>the target alone</b>. To share a socket with two processes, or twice
 * with one, export it twice. A token is no secret, but what it stands for deserves the care of one: whoever can send a
 * token to a program makes that program use a socket that it didn't choose. Take tokens from processes that you trust.
 *
 * <p>The source may close its channel as soon as the token exists. There is no way to take an export back.
 *
 * <h3>On Windows</h3>
 *
 * <p><b>The export itself gives the target its descriptor.</b> The source may end before the import. But a token that is
 * never imported keeps the socket, and with it the connection, open until the target ends.
 *
 * <p>A token is exactly the 628 bytes of a {@code WSAPROTOCOL_INFOW}, so that every Winsock program can take
 * it and give it: C with {@code WSASocketW}, Python's {@code socket.share} and {@code socket.fromshare}, .NET's
 * {@code SocketInformation}. Tokens of this library carry a stamp in a part of the structure that Winsock doesn't look
 * at, by which an import recognises damage, the wrong target and a second use. Tokens of other programs have no stamp
 * and are judged by the socket that they lead to.
 *
 * <h3>On Linux</h3>
 *
 * <p>Bytes can't carry a descriptor there. A token is a <i>ticket</i> of 192 bytes: the source keeps a duplicate of the
 * descriptor, and an import fetches it over a Unix domain socket. So some things are different:
 *
 * <ul>
 *   <li><b>The source has to run until the import.</b> When its process has ended, what it kept is gone, and its tickets
 *       are {@linkplain TokenException.Reason#STALE stale}.
 *   <li>A ticket's time is limited: 60 seconds, or as many as the system property {@code nioshare.ticket.ttl} of the
 *       source says. What wasn't fetched by then, or is for a process that has ended, the source closes by itself, and
 *       the connection with it if nobody else has the socket.
 *   <li>The source gives the descriptor to the process that the ticket was made for, known by its id and the time of its
 *       start, while it runs as the user that it was then, as the source's user or as root. Bytes that others have seen or
 *       made help nobody to it.
 *   <li>An import waits for the source's answer: tens of seconds at most if that is stopped or overloaded. A virtual
 *       thread keeps its carrier meanwhile.
 *   <li>Both processes must see the same process ids, and be in the same network namespace: in two containers they
 *       usually don't and aren't.
 * </ul>
 *
 * <p>A program in any language can fetch what a ticket stands for; how, is written in the package {@code
 * io.nioshare.provider.linux.share}. It can't make tickets: an import accepts those of this library alone.
 *
 * <h2>What can be shared</h2>
 *
 * <ul>
 *   <li>Connected sockets, with data waiting or not, registered with selectors or not.
 *   <li>Listening sockets: several processes can accept from one, and each connection goes to exactly one of them.
 *   <li>Bound sockets. On Windows, a TCP socket that is bound but not listening when it is exported can't be made to
 *       listen by the importer ({@code listen} fails with {@code WSAEINVAL}): listen first.
 *   <li>Not: a socket with quality of service (QoS) enabled. Windows refuses to duplicate it.
 * </ul>
 *
 * <p>Windows wants both sides to create their descriptors with the same attributes. This library's sockets are
 * overlapped ones, when opened and when imported; a foreign program that makes or takes tokens must use
 * {@code WSA_FLAG_OVERLAPPED}, or {@code socket}, which implies it.
 *
 * <p>Within one process none of this is needed: a channel is valid in all threads. Channels of this type, and the
 * static methods, are safe for use by many threads.
 */
public interface ShareableChannel extends Channel {
    /**
     * Makes a token by which the target can import this channel's socket, once.
     *
     * <p>The channel stays open and registered, and can be used, exported again, or closed. On Windows the target has the
     * socket already when the method returns, on Linux it is kept for it: see the class description for tokens that are
     * never imported. When the method throws, the channel is as it was.
     *
     * <p>May be called by any thread, also while others read, write or select. When another thread closes the channel
     * meanwhile, either the token is good, or this method throws {@link java.nio.channels.ClosedChannelException}.
     *
     * @param pid the process id of the target, as {@link ProcessHandle#pid()} has it. The target must be running, and
     *     this process must have the right to open it, as it has for processes of the same user, on Windows not for
     *     those with higher privileges; on Linux root's processes may export to anybody's
     * @return the token, a new array; on Windows 628 bytes, on Linux 192
     * @throws TargetProcessException if no such process is running, or this process may not open it
     * @throws ShareException if the operating system refuses for another reason: descriptors or memory ran out
     *     ({@code WSAEMFILE}, {@code WSAENOBUFS}; {@code EMFILE}, {@code ENFILE}); on Windows also when the socket is
     *     QoS-enabled or not what it seems ({@code WSAEINVAL}, {@code WSAENOTSOCK}), the network subsystem failed
     *     ({@code WSAENETDOWN}), or the service provider has no room for the stamp or can't take the call now
     *     ({@code WSAEINPROGRESS})
     * @throws java.nio.channels.ClosedChannelException if this channel is closed
     * @throws java.nio.channels.ConnectionPendingException if a non-blocking connection operation isn't finished
     * @throws java.nio.channels.NotYetBoundException if this is a server socket channel that isn't bound: it doesn't
     *     listen yet
     * @throws IOException if an I/O error occurs
     */
    byte[] exportTo(long pid) throws IOException;

    /**
     * Imports a socket that another process exported to this one.
     *
     * <p>Whether it listens or is connected, the socket itself is asked; what kind of socket a connected one is, its
     * exporter's Winsock may tell on Windows. A TCP socket that listens becomes a
     * {@link java.nio.channels.ServerSocketChannel}, every other TCP socket a
     * {@link java.nio.channels.SocketChannel}, connected or not. The channel is open, in blocking mode, belongs to the
     * provider in force and isn't inherited by child processes.
     *
     * <p>When this method throws, nothing is left behind: every descriptor that it opened is closed again, and none
     * that this process had before is touched.
     *
     * @param token what {@link #exportTo(long)}, or on Windows another Winsock program, made for this process. It isn't
     *     changed or kept
     * @return a new channel
     * @throws TokenException if the token can't be imported: see {@link TokenException.Reason}
     * @throws ShareException if the operating system refuses for another reason, with the errors that
     *     {@link #exportTo(long)} lists
     * @throws NullPointerException if {@code token} is {@code null}
     * @throws IllegalStateException if the selector provider in force, {@link SelectorProvider#provider()}, isn't one
     *     that can import; the message names it and says what to set
     * @throws UnsupportedOperationException if the provider doesn't support this operating system
     * @throws IOException if an I/O error occurs
     */
    static ShareableChannel importFrom(final byte[] token) throws IOException {
        return Providers.sharing(SelectorProvider.provider()).importFrom(token);
    }

    /**
     * Imports a socket that another process exported to this one, as a channel of the given type.
     *
     * <p>As {@link #importFrom(byte[])}, with one more check: a socket of another kind is closed again in this process,
     * and its token is used up.
     *
     * @param <C> the type of the channel
     * @param token what {@link #exportTo(long)}, or on Windows another Winsock program, made for this process. It isn't
     *     changed or kept
     * @param type what the channel is to be, such as {@code SocketChannel.class} or {@code ServerSocketChannel.class}
     * @return a new channel
     * @throws TokenException if the token can't be imported: see {@link TokenException.Reason}; with
     *     {@link TokenException.Reason#WRONG_KIND} if the channel isn't of that type, and then the message says what it
     *     was
     * @throws ShareException if the operating system refuses for another reason, with the errors that
     *     {@link #exportTo(long)} lists
     * @throws NullPointerException if an argument is {@code null}
     * @throws IllegalStateException if the selector provider in force, {@link SelectorProvider#provider()}, isn't one
     *     that can import; the message names it and says what to set
     * @throws UnsupportedOperationException if the provider doesn't support this operating system
     * @throws IOException if an I/O error occurs
     */
    static <C> C importFrom(final byte[] token, final Class<C> type) throws IOException {
        return Providers.sharing(SelectorProvider.provider()).importFrom(token, type);
    }

    /**
     * The given channel as one that can be shared.
     *
     * @param channel a channel, such as one of {@link java.nio.channels.SocketChannel#open()}
     * @return the same channel
     * @throws IllegalArgumentException if it can't be shared, because it was opened by another provider or isn't a
     *     socket; the message names its class and says what to set
     * @throws NullPointerException if {@code channel} is {@code null}
     */
    static ShareableChannel of(final Channel channel) {
        return Providers.shareable(channel);
    }
}
