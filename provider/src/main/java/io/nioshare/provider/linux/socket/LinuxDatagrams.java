package io.nioshare.provider.linux.socket;

import static io.nioshare.provider.linux.libc.Libc.MSG_DONTWAIT;
import static io.nioshare.provider.linux.libc.Libc.MSG_NOSIGNAL;
import static io.nioshare.provider.linux.libc.Libc.POLLIN;
import static io.nioshare.provider.linux.libc.Libc.POLLOUT;
import static io.nioshare.provider.os.OsStatus.NO_WAIT;
import static io.nioshare.provider.os.OsStatus.UNAVAILABLE;

import io.nioshare.provider.linux.libc.LastError;
import io.nioshare.provider.linux.libc.Libc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** Sending and receiving of datagrams: the addresses that go with them, and what their errors mean. */
final class LinuxDatagrams {

    private final LinuxSocket socket;
    private final LinuxOperation operation;
    private final ByteBuffer address;

    /** Most datagrams come from where the one before did. */
    private InetSocketAddress lastSender;

    /** The same for sending: an operation does either. */
    private InetSocketAddress lastTarget;

    private int lastTargetLength;

    LinuxDatagrams(LinuxSocket socket, LinuxOperation operation) {
        this.socket = socket;
        this.operation = operation;
        this.address = operation.block().address();
    }

    int receive(int buffers, long timeout) throws IOException {
        long deadline = LinuxOperation.deadline(timeout);
        while (true) {
            long message = operation.message(buffers, SocketAddressCodec.MAX_BYTES);
            int count = (int) Libc.recvmsg(socket.descriptor(), message, MSG_DONTWAIT);
            if (count >= 0) {
                return count;
            }
            if (mustWait("recvmsg")) {
                int ready = timeout == NO_WAIT ? UNAVAILABLE : operation.await(POLLIN, deadline);
                if (ready != 1) {
                    return ready;
                }
            }
        }
    }

    InetSocketAddress sender() {
        if (!operation.block().isSameAddress() || lastSender == null) {
            lastSender = SocketAddressCodec.decode(address);
        }
        return lastSender;
    }

    int send(int buffers, InetSocketAddress target, long timeout) throws IOException {
        long deadline = LinuxOperation.deadline(timeout);
        long message = operation.message(buffers, target == null ? 0 : encode(target));
        while (true) {
            int count = (int) Libc.sendmsg(socket.descriptor(), message, MSG_DONTWAIT | MSG_NOSIGNAL);
            if (count >= 0) {
                return count;
            }
            if (mustWait("sendmsg")) {
                int ready = timeout == NO_WAIT ? UNAVAILABLE : operation.await(POLLOUT, deadline);
                if (ready != 1) {
                    return ready;
                }
            }
        }
    }

    private int encode(InetSocketAddress target) {
        if (!target.equals(lastTarget)) {
            lastTargetLength = SocketAddressCodec.encode(target, socket.ipv6(), address);
            lastTarget = target;
        }
        return lastTargetLength;
    }

    /** Whether the last call would have to wait; false when it is just to be tried again. */
    private boolean mustWait(String call) throws IOException {
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
