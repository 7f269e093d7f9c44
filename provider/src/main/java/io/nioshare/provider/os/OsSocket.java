package io.nioshare.provider.os;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketAddress;

/**
 * One descriptor of one socket. Its owner closes it exactly once, and never while another thread is inside a call on
 * it or on one of its {@linkplain #newOperation() operations}. Apart from that, calls may come from any thread.
 *
 * <p>Addresses are of the socket's family: {@link java.net.UnixDomainSocketAddress}es for {@code UNIX}, of which the one
 * with an empty path is that of a socket without a name, else {@link java.net.InetSocketAddress}es.
 */
public interface OsSocket {

    OsSocketType type();

    ProtocolFamily family();

    void bind(SocketAddress local) throws IOException;

    void listen(int backlog) throws IOException;

    /**
     * Starts connecting.
     *
     * @return true when the connection stands at once; false when {@link OsOperation#finishConnect} has to tell
     * @throws ListenerBusyException when nothing was started, since the listener has no room for it just now
     */
    boolean connect(SocketAddress remote) throws IOException;

    /** Ends the association of a datagram socket with a peer; it stays bound to its port. */
    void disconnect() throws IOException;

    /**
     * @throws UnsupportedOperationException when the system has no such membership
     */
    void join(OsMembership membership) throws IOException;

    void leave(OsMembership membership) throws IOException;

    /** Stops, or again lets through, what {@code source} sends to a group that was joined for all senders. */
    void block(OsMembership membership, InetAddress source, boolean block) throws IOException;

    /** Chooses where multicast datagrams go out. */
    void setMulticastInterface(NetworkInterface networkInterface) throws IOException;

    /** The address this socket is bound to, or null. What is connected has one. */
    SocketAddress localAddress() throws IOException;

    /** The peer's address, or null when there is none. */
    SocketAddress remoteAddress() throws IOException;

    /** Ends the receiving half, for every process that holds the socket. */
    void shutdownInput() throws IOException;

    /** Ends the sending half, for every process that holds the socket. */
    void shutdownOutput() throws IOException;

    /** Whether the JDK on this system ends the stream of a channel in blocking mode before it closes the socket. */
    boolean endsBlockingStreamsAtClose();

    /** Sends one byte of urgent data, or throws {@code Socket buffer full} when it can't be sent at once. */
    void sendUrgent(byte data) throws IOException;

    /** How many bytes can be received without waiting, at least. */
    int available() throws IOException;

    int getOption(OsOption option) throws IOException;

    void setOption(OsOption option, int value) throws IOException;

    /** A slot for one thread's operations: a channel has one per direction. */
    OsOperation newOperation();

    /**
     * Whether another process may hold this socket. From the moment this is set, no operation may rely on the
     * kernel-side blocking mode, nor on being the only one who takes what a readiness event promised.
     */
    boolean isShared();

    /**
     * See {@link #isShared()}; waits for calls in progress that rely on the socket not being shared.
     *
     * @throws IOException when the kernel-side mode can't be changed
     */
    void setShared(boolean shared) throws IOException;

    /** Releases the descriptor, and does nothing else to the socket: no shutdown, no linger. */
    void close() throws IOException;
}
