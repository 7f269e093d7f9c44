package io.nioshare.provider.windows.winsock;

import static io.nioshare.provider.windows.jna.Winsock2.AF_UNIX;
import static io.nioshare.provider.windows.jna.Winsock2.WSAEINVAL;
import static io.nioshare.provider.windows.jna.Winsock2.WSAENOTCONN;
import static io.nioshare.provider.windows.jna.Winsock2.getpeername;
import static io.nioshare.provider.windows.jna.Winsock2.getsockname;

import io.nioshare.provider.memory.Scratch;
import io.nioshare.provider.windows.jna.LastError;
import io.nioshare.provider.windows.jna.NativeMemory;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** The addresses of a socket's two ends ("getsockname function", "getpeername function"). */
final class SocketNames {

    /** Behind the longest address. */
    private static final int LENGTH = 120;

    private static final ThreadLocal<Scratch> SCRATCH =
            Scratch.perThread(NativeMemory.INSTANCE, LENGTH + Integer.BYTES);

    private SocketNames() {}

    /** Null when it isn't bound. */
    static SocketAddress local(WinsockSocket socket) throws IOException {
        Scratch scratch = prepared(socket.unix());
        int rc = getsockname(socket.handle(), scratch.address(), scratch.address() + LENGTH);
        SocketAddress local = address("getsockname", rc, WSAEINVAL, socket.unix(), scratch);
        if (!socket.unix() || local != null && !local.equals(UnixAddressCodec.UNNAMED)) {
            return local;
        }
        return socket.remoteAddress() == null ? null : UnixAddressCodec.UNNAMED;
    }

    /** Null when it isn't connected. */
    static SocketAddress peer(WinsockSocket socket) throws IOException {
        Scratch scratch = prepared(socket.unix());
        int rc = getpeername(socket.handle(), scratch.address(), scratch.address() + LENGTH);
        return address("getpeername", rc, WSAENOTCONN, socket.unix(), scratch);
    }

    /** The peer of any handle; null when it has none of this family, or isn't a socket. */
    static SocketAddress peer(long handle, int family) {
        boolean unix = family == AF_UNIX;
        Scratch scratch = prepared(unix);
        int rc = getpeername(handle, scratch.address(), scratch.address() + LENGTH);
        return rc == 0 && scratch.view().getShort(0) == family ? decode(unix, scratch.view()) : null;
    }

    /** Reads an address of a family that is known, since the system leaves that out where an end has no name. */
    static SocketAddress decode(boolean unix, ByteBuffer in) {
        return unix ? UnixAddressCodec.decode(in) : SocketAddressCodec.IP.decode(in);
    }

    private static Scratch prepared(boolean unix) {
        Scratch scratch = SCRATCH.get();
        if (unix) {
            UnixAddressCodec.clear(scratch.view());
        }
        scratch.view().putInt(LENGTH, UnixAddressCodec.MAX_BYTES);
        return scratch;
    }

    private static SocketAddress address(String call, int rc, int meansNone, boolean unix, Scratch scratch)
            throws IOException {
        if (rc == 0) {
            return decode(unix, scratch.view());
        }
        int error = LastError.get();
        if (error == meansNone) {
            return null;
        }
        throw WinsockError.toException(call, error);
    }
}
