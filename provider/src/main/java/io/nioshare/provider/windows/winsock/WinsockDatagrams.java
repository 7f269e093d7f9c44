package io.nioshare.provider.windows.winsock;

import static io.nioshare.provider.os.OsStatus.CANCELLED;
import static io.nioshare.provider.os.OsStatus.NO_WAIT;
import static io.nioshare.provider.os.OsStatus.UNAVAILABLE;

import io.nioshare.provider.memory.AddressWords;
import io.nioshare.provider.memory.IpAddressCodec;
import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.os.Deadline;
import io.nioshare.provider.windows.jna.LastError;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.jna.Winsock2;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;

/** Sending and receiving of datagrams: the addresses that go with them, and what their errors mean. */
final class WinsockDatagrams {

    /** The datagram was larger than the buffers, which are full. */
    private static final int CUT = -5;

    /** An earlier datagram of this socket found nobody. */
    private static final int UNREACHABLE = -6;

    private static final int LENGTH = AddressWords.BYTES;

    private final WinsockSocket socket;
    private final WinsockOperation operation;
    private final OffHeapBlock block = new OffHeapBlock(NativeMemory.INSTANCE, LENGTH + Long.BYTES);
    private final ByteBuffer view = block.view();

    /** The address of the last call, at the start of the block: an operation either sends or receives. */
    private final AddressWords words = new AddressWords(view);

    /** Whom it was decoded to or encoded from. */
    private InetSocketAddress last;

    /** How long it is, if it is a target's. */
    private int targetLength;

    WinsockDatagrams(WinsockSocket socket, WinsockOperation operation) {
        this.socket = socket;
        this.operation = operation;
        view.putInt(LENGTH, IpAddressCodec.MAX_BYTES);
    }

    int receive(int buffers, long timeout) throws IOException {
        long deadline = Deadline.of(timeout);
        long left = timeout;
        while (true) {
            int count = WinsockOperation.isPlain(buffers, timeout, socket.isShared())
                    ? receiveNow()
                    : receiveBuffers(buffers, left);
            if (count >= 0) {
                return count;
            }
            // What a failed call may have made of it.
            view.putInt(LENGTH, IpAddressCodec.MAX_BYTES);
            if (count == CUT) {
                return operation.bytesOf(buffers);
            }
            left = Deadline.millisUntil(deadline);
            if (count == UNAVAILABLE && left != NO_WAIT) {
                // Aborted for somebody else: to cancel one receive may cancel all of the socket's.
                continue;
            }
            if (count != UNREACHABLE) {
                return count;
            }
            // Of no concern to a socket that has no one peer.
            if (socket.remoteAddress() != null) {
                throw new PortUnreachableException("nobody receives at " + socket.remoteAddress());
            }
        }
    }

    private int receiveNow() throws IOException {
        int count = Winsock2.recvfrom(
                socket.handle(),
                operation.firstAddress(),
                operation.firstLength(),
                0,
                block.address(),
                block.address() + LENGTH);
        return count >= 0 ? count : failure("recvfrom", LastError.get());
    }

    private int receiveBuffers(int buffers, long timeout) throws IOException {
        long overlapped = operation.begin(timeout, socket.isShared());
        if (overlapped == WinsockOperation.REFUSED) {
            return CANCELLED;
        }
        try {
            OperationBlock memory = operation.block();
            int rc = Winsock2.WSARecvFrom(
                    socket.handle(),
                    operation.buffers(buffers),
                    buffers,
                    memory.count(),
                    memory.flags(),
                    block.address(),
                    block.address() + LENGTH,
                    overlapped,
                    0);
            return outcome("WSARecvFrom", rc, timeout);
        } finally {
            operation.end();
        }
    }

    InetSocketAddress sender() {
        if (last == null || !words.same()) {
            last = SocketAddressCodec.IP.decode(view);
            words.remember();
        }
        return last;
    }

    int send(int buffers, InetSocketAddress target, long timeout) throws IOException {
        int length = target == null ? 0 : target == last ? targetLength : encode(target);
        long address = length == 0 ? 0 : block.address();
        int count = WinsockOperation.isPlain(buffers, timeout, socket.isShared())
                ? sendNow(address, length)
                : sendBuffers(buffers, address, length, timeout);
        return count >= 0 ? count : failedSend(count);
    }

    private int sendNow(long to, int toLength) throws IOException {
        int count =
                Winsock2.sendto(socket.handle(), operation.firstAddress(), operation.firstLength(), 0, to, toLength);
        return count >= 0 ? count : failure("sendto", LastError.get());
    }

    private int sendBuffers(int buffers, long to, int toLength, long timeout) throws IOException {
        long overlapped = operation.begin(timeout, socket.isShared());
        if (overlapped == WinsockOperation.REFUSED) {
            return CANCELLED;
        }
        try {
            int rc = Winsock2.WSASendTo(
                    socket.handle(),
                    operation.buffers(buffers),
                    buffers,
                    operation.block().count(),
                    0,
                    to,
                    toLength,
                    overlapped,
                    0);
            return outcome("WSASendTo", rc, timeout);
        } finally {
            operation.end();
        }
    }

    private int outcome(String call, int rc, long timeout) throws IOException {
        if (rc == 0) {
            return operation.block().transferred();
        }
        int error = operation.completion(LastError.get(), timeout);
        return error == 0 ? operation.block().overlappedTransferred() : failure(call, error);
    }

    /** A part of a datagram that doesn't fit is dropped without an error. */
    private int failure(String call, int error) throws IOException {
        return switch (error) {
            case Winsock2.WSAEMSGSIZE -> CUT;
            case Winsock2.WSA_OPERATION_ABORTED -> operation.isCancelled() ? CANCELLED : UNAVAILABLE;
            case Winsock2.WSAECONNRESET, Winsock2.WSAECONNREFUSED, Winsock2.WSAENETRESET -> UNREACHABLE;
            default -> WinsockOperation.unavailable(call, error);
        };
    }

    private int failedSend(int status) throws IOException {
        if (status == UNREACHABLE) {
            throw new PortUnreachableException("nobody receives at " + socket.remoteAddress());
        }
        if (status == CUT) {
            throw WinsockError.toException("sendto", WinsockError.WSAEMSGSIZE.code());
        }
        return status;
    }

    private int encode(InetSocketAddress target) {
        if (!target.equals(last) || IpAddressCodec.scope(target) != IpAddressCodec.scope(last)) {
            last = null;
            targetLength = SocketAddressCodec.IP.encode(target, socket.ipv6(), view);
        }
        last = target;
        return targetLength;
    }

    void free() {
        block.free();
    }
}
