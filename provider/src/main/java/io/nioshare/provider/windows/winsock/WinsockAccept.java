package io.nioshare.provider.windows.winsock;

import static io.nioshare.provider.os.OsStatus.CANCELLED;
import static io.nioshare.provider.os.OsStatus.NO_WAIT;
import static io.nioshare.provider.os.OsStatus.UNAVAILABLE;

import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.os.Deadline;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.windows.jna.LastError;
import io.nioshare.provider.windows.jna.Mswsock;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.jna.Winsock2;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Set;

/**
 * Accepting, in two ways. Plain {@code accept} costs least, but on Windows the loser of a race between two processes
 * waits in the kernel although its socket is non-blocking; so a shared listener uses {@code AcceptEx}, which can be
 * cancelled. That {@code AcceptEx} works on sockets of AF_UNIX isn't documented, but other libraries rely on it.
 */
final class WinsockAccept {

    /** "AcceptEx": each address takes 16 bytes more than the largest one of its protocol; here a multiple of eight. */
    private static final int ADDRESS_BYTES = UnixAddressCodec.MAX_BYTES + 18;

    /** The length of an address for plain accept, and the listener's handle for SO_UPDATE_ACCEPT_CONTEXT. */
    private static final int LENGTH = 2 * ADDRESS_BYTES;

    /** {@link #acceptEx}: the peer went away before it was accepted. */
    private static final int PEER_GONE = -4;

    private static final int ERROR_NETNAME_DELETED = 64;

    /** What is the peer's matter, not the listener's. */
    private static final Set<Integer> GONE =
            Set.of(Winsock2.WSAECONNRESET, Winsock2.WSAECONNABORTED, Winsock2.WSAENOTCONN, ERROR_NETNAME_DELETED);

    private final WinsockSocket listener;
    private final WinsockOperation operation;
    private final OffHeapBlock block = new OffHeapBlock(NativeMemory.INSTANCE, LENGTH + Long.BYTES);
    private final ByteBuffer view = block.view();

    WinsockAccept(WinsockSocket listener, WinsockOperation operation) {
        this.listener = listener;
        this.operation = operation;
    }

    OsSocket accept(long timeout) throws IOException {
        long deadline = Deadline.of(timeout);
        long left = timeout;
        while (true) {
            if (listener.isShared()) {
                return acceptShared(left);
            }
            OsSocket accepted = acceptAlone();
            if (accepted != null || left == NO_WAIT) {
                return accepted;
            }
            if (operation.await(SelectionKey.OP_ACCEPT, left) != 1) {
                return null;
            }
            left = Deadline.millisUntil(deadline);
        }
    }

    /** Null when nobody is waiting, or the listener became shared a moment ago. */
    private OsSocket acceptAlone() throws IOException {
        long handle;
        int error;
        do {
            synchronized (listener) {
                if (listener.isShared()) {
                    return null;
                }
                if (listener.unix()) {
                    UnixAddressCodec.clear(view);
                }
                view.putInt(LENGTH, UnixAddressCodec.MAX_BYTES);
                handle = Winsock2.accept(listener.handle(), block.address(), block.address() + LENGTH);
                error = handle == Winsock2.INVALID_SOCKET ? LastError.get() : 0;
            }
        } while (peerGone(error));
        if (error == Winsock2.WSAEWOULDBLOCK) {
            return null;
        }
        if (error != 0) {
            throw WinsockError.toException("accept", error);
        }
        return configure(handle, SocketNames.decode(listener.unix(), view));
    }

    /**
     * Whether that peer has gone again before it was accepted; the next one may be there. Wine then accepts, asks for
     * the peer's address in vain, and closes.
     */
    private static boolean peerGone(int error) {
        return error == Winsock2.WSAECONNRESET || error == Winsock2.WSAENOTCONN;
    }

    private OsSocket acceptShared(long timeout) throws IOException {
        long deadline = Deadline.of(timeout);
        long left = timeout;
        int result;
        do {
            long handle = WinsockSocket.create(listener.type(), listener.family());
            OwnedHandles.add(handle);
            result = UNAVAILABLE;
            try {
                result = acceptEx(handle, left);
            } finally {
                if (result != 1) {
                    OwnedHandles.remove(handle);
                    Winsock2.closesocket(handle);
                }
            }
            if (result == 1) {
                OsSocket accepted = configureShared(handle);
                if (accepted != null) {
                    return accepted;
                }
                result = PEER_GONE;
            }
            left = Deadline.millisUntil(deadline);
            // With time left it was aborted for somebody else.
        } while (result == PEER_GONE || result == UNAVAILABLE && left != NO_WAIT);
        return null;
    }

    /** Accepts to this handle. 1 when done. */
    private int acceptEx(long accepted, long timeout) throws IOException {
        long overlapped = operation.begin(timeout, true);
        if (overlapped == WinsockOperation.REFUSED) {
            return CANCELLED;
        }
        try {
            boolean done = Mswsock.AcceptEx(
                    listener.handle(),
                    accepted,
                    block.address(),
                    0,
                    ADDRESS_BYTES,
                    ADDRESS_BYTES,
                    operation.block().count(),
                    overlapped);
            int error = done ? 0 : operation.completion(LastError.get(), timeout);
            return switch (error) {
                case 0 -> 1;
                case Winsock2.WSA_OPERATION_ABORTED -> operation.isCancelled() ? CANCELLED : UNAVAILABLE;
                default -> GONE.contains(error) ? PEER_GONE : WinsockOperation.unavailable("AcceptEx", error);
            };
        } finally {
            operation.end();
        }
    }

    private OsSocket configure(long handle, SocketAddress peer) throws IOException {
        WinsockSocket accepted = new WinsockSocket(handle, listener.type(), listener.family(), listener.polls(), peer);
        try {
            accepted.setNotInherited();
        } catch (IOException e) {
            accepted.close();
            throw e;
        }
        return accepted;
    }

    /** Null when the peer has gone again. */
    private OsSocket configureShared(long handle) throws IOException {
        WinsockSocket accepted = new WinsockSocket(handle, listener.type(), listener.family(), listener.polls(), null);
        boolean done = false;
        try {
            int error = updateContext(handle);
            if (error != 0 && !GONE.contains(error)) {
                throw WinsockError.toException("setsockopt(SO_UPDATE_ACCEPT_CONTEXT)", error);
            }
            done = error == 0;
        } finally {
            if (!done) {
                accepted.close();
            }
        }
        return done ? accepted : null;
    }

    /**
     * "AcceptEx": until this is done the accepted socket has neither addresses nor the listener's options. Returns 0, or
     * the error.
     */
    private int updateContext(long handle) {
        view.putLong(LENGTH, listener.handle());
        int rc = Winsock2.setsockopt(
                handle, Winsock2.SOL_SOCKET, Winsock2.SO_UPDATE_ACCEPT_CONTEXT, block.address() + LENGTH, Long.BYTES);
        return rc == 0 ? 0 : LastError.get();
    }

    void free() {
        block.free();
    }
}
