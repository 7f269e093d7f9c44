package io.nioshare.provider.windows.winsock;

import io.nioshare.provider.memory.Scratch;
import io.nioshare.provider.os.OsSocketType;
import io.nioshare.provider.windows.jna.Kernel32;
import io.nioshare.provider.windows.jna.LastError;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.jna.Winsock2;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;

/**
 * A handle that came from another process, until it is known to be what it should be. It is closed only after it was
 * proven to be a socket and nobody else's: under Wine a token is no more than a handle number, which may be in use
 * for something else by now.
 */
public final class ImportedHandle {

    private static final int PROTOCOL_INFO_BYTES = 628;
    private static final int LENGTH = 632;
    private static final int FAMILY_OFFSET = 76;
    private static final int TYPE_OFFSET = 88;
    private static final ThreadLocal<Scratch> SCRATCH = Scratch.perThread(NativeMemory.INSTANCE, LENGTH + 8);

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

    /** Whether the handle is a socket of this family and type. */
    public boolean isSocket(int family, int type) {
        Scratch scratch = SCRATCH.get();
        scratch.view().putInt(LENGTH, PROTOCOL_INFO_BYTES);
        int rc = Winsock2.getsockopt(
                handle, Winsock2.SOL_SOCKET, Winsock2.SO_PROTOCOL_INFOW, scratch.address(), scratch.address() + LENGTH);
        return rc == 0
                && scratch.view().getInt(FAMILY_OFFSET) == family
                && scratch.view().getInt(TYPE_OFFSET) == type;
    }

    /** Gives the handle up without closing it: it belongs to somebody else. */
    public void disown() {
        OwnedHandles.remove(handle);
    }

    /** Makes it a socket of ours. Closes it on failure: to be called only for what {@link #isSocket} confirmed. */
    public WinsockSocket adopt(int family, int type) throws IOException {
        OsSocketType kind = type == Winsock2.SOCK_STREAM ? OsSocketType.STREAM : OsSocketType.DATAGRAM;
        StandardProtocolFamily protocol =
                switch (family) {
                    case Winsock2.AF_UNIX -> StandardProtocolFamily.UNIX;
                    case Winsock2.AF_INET6 -> StandardProtocolFamily.INET6;
                    default -> StandardProtocolFamily.INET;
                };
        WinsockSocket probe = new WinsockSocket(handle, kind, protocol, polls, null);
        try {
            if (!Kernel32.SetHandleInformation(handle, Kernel32.HANDLE_FLAG_INHERIT, 0)) {
                throw WinsockError.toException("SetHandleInformation", LastError.get());
            }
            probe.setNonBlocking();
            SocketAddress peer = probe.remoteAddress();
            WinsockSocket socket = new WinsockSocket(handle, kind, protocol, polls, peer);
            socket.setShared(true);
            return socket;
        } catch (IOException e) {
            probe.close();
            throw e;
        }
    }

    /** Whether the socket takes connections. */
    public static boolean isListening(WinsockSocket socket) throws IOException {
        return socket.getInt(Winsock2.SOL_SOCKET, Winsock2.SO_ACCEPTCONN) != 0;
    }
}
