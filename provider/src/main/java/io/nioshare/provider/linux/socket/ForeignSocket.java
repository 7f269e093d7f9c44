package io.nioshare.provider.linux.socket;

import static io.nioshare.provider.linux.libc.Libc.*;

import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.memory.Scratch;
import io.nioshare.provider.os.OsSocketType;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;

/** A descriptor that came from elsewhere, and what kind of socket it says that it is. */
final class ForeignSocket {

    private static final int PEER_INTS = 3;
    private static final int LENGTH = 8;
    private static final ThreadLocal<Scratch> SCRATCH = Scratch.perThread(NativeMemory.INSTANCE, 16);

    private final LinuxSocket socket;

    ForeignSocket(int descriptor) {
        this.socket = new LinuxSocket(descriptor, OsSocketType.STREAM, StandardProtocolFamily.INET, null);
    }

    boolean isSocket() {
        Scratch scratch = SCRATCH.get();
        scratch.view().putInt(LENGTH, Integer.BYTES);
        long value = scratch.address();
        return Libc.getsockopt(socket.descriptor(), SOL_SOCKET, SO_TYPE, value, value + LENGTH) == 0;
    }

    /** What carries TCP, UDP or a stream within the host; null for anything else. */
    OsSocketType type() throws IOException {
        int kind = OptionCalls.getInt(socket, SOL_SOCKET, SO_TYPE);
        int protocol = OptionCalls.getInt(socket, SOL_SOCKET, SO_PROTOCOL);
        boolean withinTheHost = family() == StandardProtocolFamily.UNIX;
        if (kind == SOCK_STREAM && (withinTheHost || protocol == IPPROTO_TCP)) {
            return OsSocketType.STREAM;
        }
        return kind == SOCK_DGRAM && protocol == IPPROTO_UDP ? OsSocketType.DATAGRAM : null;
    }

    /** Null for one that Java doesn't have. */
    ProtocolFamily family() throws IOException {
        return switch (OptionCalls.getInt(socket, SOL_SOCKET, SO_DOMAIN)) {
            case AF_INET -> StandardProtocolFamily.INET;
            case AF_INET6 -> StandardProtocolFamily.INET6;
            case AF_UNIX -> StandardProtocolFamily.UNIX;
            default -> null;
        };
    }

    /**
     * Whether this process itself made it, within the host: the JVM keeps some that programs would inherit. Other listeners
     * may be of the program that became this one by {@code exec}.
     */
    boolean isOwn() throws IOException {
        return isSocket()
                && OptionCalls.getInts(socket, SOL_SOCKET, SO_PEERCRED, PEER_INTS)[0]
                        == ProcessHandle.current().pid()
                && (!isListening() || isForAttaching());
    }

    /** HotSpot's own listener, for {@code jcmd} and its like. */
    private boolean isForAttaching() throws IOException {
        return socket.localAddress() instanceof UnixDomainSocketAddress local
                && local.getPath().toString().contains("/.java_pid");
    }

    /** Whether it takes connections. */
    boolean isListening() throws IOException {
        return socket.isListening();
    }
}
