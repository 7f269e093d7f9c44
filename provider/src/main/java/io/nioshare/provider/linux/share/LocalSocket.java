package io.nioshare.provider.linux.share;

import static io.nioshare.provider.linux.libc.Libc.*;

import io.nioshare.ShareException;
import io.nioshare.provider.linux.libc.LastError;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.linux.socket.Errno;
import io.nioshare.provider.memory.Scratch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A socket of family {@code AF_UNIX} and type {@code SOCK_SEQPACKET}, with a name in the abstract namespace, and packets
 * that can carry a descriptor.
 *
 * <pre>
 * struct sockaddr_un { short family; char path[108]; };                          // 0 2
 * struct ucred       { pid_t pid; uid_t uid; gid_t gid; };                       // 0 4 8, 12 bytes
 * struct cmsghdr     { size_t len; int level; int type; unsigned char data[]; }; // 0 8 12 16
 * </pre>
 */
final class LocalSocket implements AutoCloseable {

    /** A packet without a descriptor, or an error: neither is a descriptor's number. */
    static final int NO_DESCRIPTOR = -1;

    private static final int ADDRESS = 0;
    private static final int PATH = ADDRESS + 3;
    private static final int DATA = 128;
    private static final int DATA_BYTES = 32;
    private static final int VECTOR = DATA + DATA_BYTES;
    private static final int MESSAGE = VECTOR + 16;
    private static final int MESSAGE_BYTES = 56;
    private static final int CONTROL_LENGTH = MESSAGE + 40;
    private static final int CONTROL = MESSAGE + MESSAGE_BYTES + 8;
    private static final int CONTROL_BYTES = 24;
    private static final int CONTROL_USED = 20;
    private static final int CONTROL_DATA = CONTROL + 16;
    private static final int BYTES = CONTROL + CONTROL_BYTES;
    private static final ThreadLocal<Scratch> SCRATCH = Scratch.perThread(NativeMemory.INSTANCE, BYTES);

    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDTIMEO = 21;

    private final int descriptor;

    private LocalSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Whoever is at the other end. */
    record Peer(int pid, int userId) {}

    static LocalSocket listening(String name, int backlog) throws ShareException {
        LocalSocket socket = open(SOCK_NONBLOCK);
        try {
            int length = putName(name);
            check("bind", bind(socket.descriptor, SCRATCH.get().address(), length));
            check("listen", listen(socket.descriptor, backlog));
            return socket;
        } catch (ShareException e) {
            socket.close();
            throw e;
        }
    }

    /** A socket whose calls wait, but not longer than this. */
    static LocalSocket waitingAtMost(int seconds) throws ShareException {
        LocalSocket socket = open(0);
        Scratch scratch = SCRATCH.get();
        scratch.view().putLong(0, seconds).putLong(Long.BYTES, 0);
        setsockopt(socket.descriptor, SOL_SOCKET, SO_RCVTIMEO, scratch.address(), 16);
        setsockopt(socket.descriptor, SOL_SOCKET, SO_SNDTIMEO, scratch.address(), 16);
        return socket;
    }

    private static LocalSocket open(int flags) throws ShareException {
        int descriptor = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | flags, 0);
        if (descriptor < 0) {
            throw TicketErrors.system("socket(AF_UNIX)", LastError.get());
        }
        return new LocalSocket(descriptor);
    }

    private static void check(String call, int rc) throws ShareException {
        if (rc != 0) {
            throw TicketErrors.system(call + "(AF_UNIX)", LastError.get());
        }
    }

    private static int putName(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer view = SCRATCH.get().view();
        view.putShort(ADDRESS, (short) AF_UNIX).put(PATH - 1, (byte) 0).put(PATH, bytes);
        return PATH + bytes.length;
    }

    int descriptor() {
        return descriptor;
    }

    /** Returns 0, or the error. */
    int connectTo(String name) {
        int length = putName(name);
        int error;
        do {
            error = connect(descriptor, SCRATCH.get().address(), length) == 0 ? 0 : LastError.get();
        } while (Errno.EINTR.is(error));
        return error;
    }

    /** Null when there is nobody, or nobody any more. */
    LocalSocket accept() throws ShareException {
        int accepted = accept4(descriptor, 0, 0, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (accepted >= 0) {
            return new LocalSocket(accepted);
        }
        int error = LastError.get();
        if (Errno.EAGAIN.is(error) || Errno.ECONNABORTED.is(error) || Errno.EINTR.is(error)) {
            return null;
        }
        throw TicketErrors.system("accept4(AF_UNIX)", error);
    }

    Peer peer() throws ShareException {
        Scratch scratch = SCRATCH.get();
        scratch.view().putInt(DATA, 12);
        long length = scratch.address() + DATA;
        check("getsockopt(SO_PEERCRED)", getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, scratch.address(), length));
        return new Peer(scratch.view().getInt(0), scratch.view().getInt(4));
    }

    /**
     * Sends a packet.
     *
     * @param attached the descriptor to go with it, or {@link #NO_DESCRIPTOR}
     * @return 0, or the error
     */
    int send(byte[] packet, int attached) {
        Scratch scratch = SCRATCH.get();
        scratch.view().put(DATA, packet);
        prepareMessage(packet.length, attached == NO_DESCRIPTOR ? 0 : CONTROL_BYTES);
        if (attached != NO_DESCRIPTOR) {
            scratch.view()
                    .putLong(CONTROL, CONTROL_USED)
                    .putInt(CONTROL + 8, SOL_SOCKET)
                    .putInt(CONTROL + 12, SCM_RIGHTS);
            scratch.view().putInt(CONTROL_DATA, attached);
        }
        while (sendmsg(descriptor, scratch.address() + MESSAGE, MSG_NOSIGNAL) < 0) {
            if (!Errno.EINTR.is(LastError.get())) {
                return LastError.get();
            }
        }
        return 0;
    }

    /**
     * A packet that was received.
     *
     * @param error 0, or why there is none
     * @param descriptor what came with it, or {@link #NO_DESCRIPTOR}
     */
    record Packet(byte[] bytes, int descriptor, int error) {}

    Packet receive() {
        Scratch scratch = SCRATCH.get();
        ByteBuffer view = scratch.view();
        int count;
        do {
            // Room for one descriptor: the kernel would put a second one into what aligns the first.
            prepareMessage(DATA_BYTES, CONTROL_USED);
            view.putLong(CONTROL, 0);
            count = (int) recvmsg(descriptor, scratch.address() + MESSAGE, MSG_CMSG_CLOEXEC);
        } while (count < 0 && Errno.EINTR.is(LastError.get()));
        if (count < 0) {
            return new Packet(new byte[0], NO_DESCRIPTOR, LastError.get());
        }
        byte[] bytes = new byte[count];
        view.get(DATA, bytes);
        boolean attached = view.getLong(CONTROL_LENGTH) >= CONTROL_USED
                && view.getLong(CONTROL) == CONTROL_USED
                && view.getInt(CONTROL + 8) == SOL_SOCKET
                && view.getInt(CONTROL + 12) == SCM_RIGHTS;
        return new Packet(bytes, attached ? view.getInt(CONTROL_DATA) : NO_DESCRIPTOR, 0);
    }

    private static void prepareMessage(int dataLength, int controlLength) {
        Scratch scratch = SCRATCH.get();
        ByteBuffer view = scratch.view();
        view.putLong(VECTOR, scratch.address() + DATA).putLong(VECTOR + 8, dataLength);
        view.putLong(MESSAGE, 0).putLong(MESSAGE + 8, 0);
        view.putLong(MESSAGE + 16, scratch.address() + VECTOR).putLong(MESSAGE + 24, 1);
        view.putLong(MESSAGE + 32, controlLength == 0 ? 0 : scratch.address() + CONTROL);
        view.putLong(CONTROL_LENGTH, controlLength).putInt(MESSAGE + 48, 0);
    }

    @Override
    public void close() {
        Libc.close(descriptor);
    }
}
