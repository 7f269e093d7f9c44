package io.nioshare.provider.os;

import io.nioshare.TokenException;
import java.io.IOException;
import java.net.SocketAddress;

/** Moves sockets to and from other processes. Thread-safe. */
public interface OsSharing {

    /**
     * Makes a token by which process {@code pid}, and no other, gets a descriptor of this socket, once.
     *
     * @param peer whom a stream is connected to, which the system forgets when the connection has ended; null when it
     *     isn't connected, or no stream
     * @throws io.nioshare.TargetProcessException when there is no such process or it can't be opened
     * @throws io.nioshare.ShareException when the system refuses for another reason
     */
    byte[] exportTo(OsSocket socket, SocketAddress peer, long pid) throws IOException;

    /**
     * Checks a token as far as that is possible without touching any descriptor.
     *
     * @throws io.nioshare.TokenException when it is malformed or made for another process
     */
    OsToken read(byte[] token) throws IOException;

    /**
     * Takes over a descriptor that this process was started with.
     *
     * @return null when it is no socket of a kind that this library has, wasn't inherited or was taken over before; then
     *     it stays as it was
     * @throws UnsupportedOperationException when a process of this system can't be started with sockets
     */
    OsImported takeOver(int descriptor) throws IOException;

    /** The socket that is this process's standard input, taken over; null when that is none. */
    OsImported standardInput() throws IOException;

    /** A token that has been checked, not yet used. */
    interface OsToken {

        /** What tells this token from every other, or null when its maker doesn't number tokens. */
        Object identity();

        /**
         * Opens the socket, and asks it what the token doesn't tell for sure. On failure no descriptor of this process has
         * been touched but the one that the token brought.
         */
        OsImported open() throws IOException;

        /**
         * Whether this token must never be opened again after {@link #open} has refused it. Else another attempt comes to
         * the right answer by itself.
         */
        boolean isUsedUpBy(TokenException refusal);
    }

    /** What came in. */
    enum State {
        UNBOUND,
        BOUND,
        LISTENING,
        CONNECTED
    }

    /**
     * A socket from another process.
     *
     * @param socket the socket, {@linkplain OsSocket#isShared() shared}; its owner is now the caller
     * @param state what the socket itself said
     */
    record OsImported(OsSocket socket, State state) {}
}
