package io.nioshare.provider.windows.winsock;

import io.nioshare.provider.os.OsSocketType;
import io.nioshare.provider.windows.jna.Winsock2;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;

/**
 * A handle that came from another process, until it is known to be what it should be. It is closed only after it was
 * proven to be a socket and nobody else's: under Wine a token is no more than a handle number, which may be in use
 * for something else by now.
 */
public final class ImportedHandle {

    private final long handle;
    private final SocketPolls polls;

    private ImportedHandle(long handle, SocketPolls polls) {
        this.handle = handle;
        this.polls = polls;
    }

    /** Returns null when an open socket of this library has this handle. Atomic. */
    static ImportedHandle claim(long handle, SocketPolls polls) {
        return OwnedHandles.add(handle) ? new ImportedHandle(handle, polls) : null;
    }

    /** What the handle itself says that it is, a {@code WSAPROTOCOL_INFOW}; null when it isn't a socket. */
    public byte[] protocolInfo() {
        return ProvidedHandle.info(handle);
    }

    /** Gives the handle up without closing it: it belongs to somebody else. */
    public void disown() {
        OwnedHandles.remove(handle);
    }

    /** The peer, if this is a socket that has one of this family; else null. */
    public SocketAddress peer(int family) {
        return SocketNames.peer(handle, family);
    }

    /**
     * Makes it a socket of ours. Closes it on failure: to be called only when {@link #protocolInfo} or {@link #peer} has
     * confirmed it.
     *
     * @param baseProvider the catalog entry of its provider, if that is a base provider; else null
     * @param peer what {@link #peer} told
     */
    public WinsockSocket adopt(OsSocketType type, ProtocolFamily family, Integer baseProvider, SocketAddress peer)
            throws IOException {
        // A datagram socket may be disconnected.
        SocketAddress knownPeer = type == OsSocketType.STREAM ? peer : null;
        WinsockSocket socket = new WinsockSocket(handle, baseProvider, type, family, polls, knownPeer);
        try {
            socket.ensureNotInherited();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        socket.setShared(true);
        return socket;
    }

    /** Whether the socket takes connections. */
    public static boolean isListening(WinsockSocket socket) throws IOException {
        return socket.getInt(Winsock2.SOL_SOCKET, Winsock2.SO_ACCEPTCONN) != 0;
    }
}
