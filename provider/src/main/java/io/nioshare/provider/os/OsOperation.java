package io.nioshare.provider.os;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Operations of one direction of one socket, by one thread at a time, which any other thread can take back.
 *
 * <p>Memory named by {@link #buffer} must stay valid until the call that uses it has returned: whatever the kernel
 * was given is finished or cancelled, and its cancellation confirmed, by then.
 *
 * <p>A timeout is in milliseconds, or {@link OsStatus#NO_WAIT} or {@link OsStatus#FOREVER}.
 */
public interface OsOperation {

    /** How many buffers one call can take. */
    int MAX_BUFFERS = 16;

    /** Sets buffer number {@code index} of the next call to memory outside the heap. */
    void buffer(int index, long address, int length);

    /** Receives into the first {@code buffers} buffers. Returns a count of bytes, or an {@link OsStatus}. */
    int receive(int buffers, long timeout) throws IOException;

    /**
     * Sends from the first {@code buffers} buffers. Returns how many bytes the kernel took, or an {@link OsStatus}.
     * A send that is allowed to wait may still return after a part.
     */
    int send(int buffers, long timeout) throws IOException;

    /**
     * Receives one datagram into the first {@code buffers} buffers; what doesn't fit is dropped. Returns a count of
     * bytes, 0 for an empty datagram, or an {@link OsStatus}.
     *
     * @throws java.net.PortUnreachableException when the socket is connected and its peer has said so
     */
    int receiveFrom(int buffers, long timeout) throws IOException;

    /** Who sent what {@link #receiveFrom} received last. */
    InetSocketAddress sender();

    /**
     * Sends one datagram made of the first {@code buffers} buffers, whole or not at all.
     *
     * @param target whom to send it to; null for the peer that the socket is connected to
     * @throws java.net.PortUnreachableException when the socket is connected and its peer has said so
     */
    int sendTo(int buffers, InetSocketAddress target, long timeout) throws IOException;

    /**
     * Accepts a connection from this listening socket.
     *
     * @return the new socket, not inherited; null when there is none in time or after a cancel
     */
    OsSocket accept(long timeout) throws IOException;

    /**
     * Waits for the outcome of {@link OsSocket#connect}.
     *
     * @return 1 when connected, or {@link OsStatus#UNAVAILABLE} or {@link OsStatus#CANCELLED}
     * @throws IOException when the connection could not be made
     */
    int finishConnect(long timeout) throws IOException;

    /** Makes the call in progress, and each later one that would wait, return. Final, idempotent, from any thread. */
    void cancel();

    boolean isCancelled();

    /** Frees what the operation holds. Not while a call is in progress; idempotent. */
    void close();
}
