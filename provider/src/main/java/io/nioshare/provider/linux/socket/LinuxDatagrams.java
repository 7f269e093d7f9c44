package io.nioshare.provider.linux.socket;

import static io.nioshare.provider.linux.libc.Libc.MSG_DONTWAIT;
import static io.nioshare.provider.linux.libc.Libc.MSG_NOSIGNAL;

import io.nioshare.provider.linux.libc.LastError;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.memory.AddressWords;
import io.nioshare.provider.memory.IpAddressCodec;
import io.nioshare.provider.os.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** Sending and receiving of datagrams: the addresses that go with them, and what their errors mean. */
final class LinuxDatagrams {

    private final LinuxSocket socket;
    private final LinuxOperation operation;
    private final OperationBlock block;

    /** The address of the last call: an operation either sends or receives. */
    private final ByteBuffer address;

    private final AddressWords words;

    /** Whom it was decoded to or encoded from. */
    private InetSocketAddress last;

    /** How long it is, if it is a target's. */
    private int targetLength;

    LinuxDatagrams(LinuxSocket socket, LinuxOperation operation) {
        this.socket = socket;
        this.operation = operation;
        this.block = operation.block();
        this.address = block.address();
        this.words = new AddressWords(address);
        block.addressLength(IpAddressCodec.MAX_BYTES);
    }

    int receive(int buffers, long timeout) throws IOException {
        long deadline = Deadline.of(timeout);
        int ready = operation.beforeReceive(deadline);
        while (ready == 1) {
            int count;
            int flags = operation.beginReceive(deadline);
            try {
                count = (int) receiveNow(buffers, flags);
            } finally {
                operation.endReceive(flags);
            }
            if (count >= 0) {
                return count;
            }
            ready = mustWait("recvfrom") ? operation.afterReceive(deadline) : 1;
        }
        return ready;
    }

    private long receiveNow(int buffers, int flags) {
        return buffers == 1
                ? Libc.recvfrom(
                        socket.descriptor(),
                        operation.firstAddress(),
                        operation.firstLength(),
                        flags,
                        block.addressAt(),
                        block.addressLengthAt())
                : Libc.recvmsg(socket.descriptor(), operation.message(buffers, IpAddressCodec.MAX_BYTES), flags);
    }

    InetSocketAddress sender() {
        if (last == null || !words.same()) {
            last = SocketAddressCodec.IP.decode(address);
            words.remember();
        }
        return last;
    }

    int send(int buffers, InetSocketAddress target, long timeout) throws IOException {
        long deadline = Deadline.of(timeout);
        int length = target == null ? 0 : target == last ? targetLength : encode(target);
        int ready = 1;
        while (ready == 1) {
            int count = (int) sendNow(buffers, length);
            if (count >= 0) {
                return count;
            }
            ready = mustWait("sendto") ? operation.awaitOutput(deadline) : 1;
        }
        return ready;
    }

    private long sendNow(int buffers, int addressLength) {
        int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
        return buffers == 1
                ? Libc.sendto(
                        socket.descriptor(),
                        operation.firstAddress(),
                        operation.firstLength(),
                        flags,
                        addressLength == 0 ? 0 : block.addressAt(),
                        addressLength)
                : Libc.sendmsg(socket.descriptor(), operation.message(buffers, addressLength), flags);
    }

    private int encode(InetSocketAddress target) {
        if (!target.equals(last) || IpAddressCodec.scope(target) != IpAddressCodec.scope(last)) {
            last = null;
            targetLength = SocketAddressCodec.IP.encode(target, socket.ipv6(), address);
        }
        last = target;
        return targetLength;
    }

    /** Whether the last call would have to wait; false when it is just to be tried again. */
    private boolean mustWait(String call) throws IOException {
        // What a failed call may have made of it.
        block.addressLength(IpAddressCodec.MAX_BYTES);
        int error = LastError.get();
        if (Errno.EAGAIN.is(error)) {
            return true;
        }
        if (Errno.EINTR.is(error)) {
            return false;
        }
        if (!Errno.ECONNREFUSED.is(error)) {
            throw Errno.toException(call, error);
        }
        SocketAddress peer = socket.remoteAddress();
        if (peer != null) {
            throw new PortUnreachableException("nobody receives at " + peer);
        }
        // Left from a connection that was dissolved: of no concern to a socket that has no one peer.
        return false;
    }
}
