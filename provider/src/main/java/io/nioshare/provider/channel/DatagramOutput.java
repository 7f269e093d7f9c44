package io.nioshare.provider.channel;

import io.nioshare.provider.memory.Gather;
import io.nioshare.provider.memory.TemporaryBuffers.Temporary;
import io.nioshare.provider.memory.UserBuffers;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsStatus;
import io.nioshare.provider.park.ParkingOperation;
import io.nioshare.provider.security.Permissions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.SelectionKey;

/**
 * The sending half of a UDP socket. A datagram is never split. Itself the channel's write lock, which guards the rest.
 */
@SuppressWarnings("serial") // Nobody writes a lock to a stream.
final class DatagramOutput extends ChannelLock {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final DatagramAddresses addresses;
    private final CallGate gate;
    private final OsOperation operation;
    private final UserBuffers buffers;

    /** Null until a call has several buffers. */
    private Gather gather;

    DatagramOutput(
            Object blockingLock,
            DatagramAddresses addresses,
            CallGate gate,
            OsOperation operation,
            UserBuffers buffers) {
        super(blockingLock);
        this.addresses = addresses;
        this.gate = gate;
        this.operation = operation;
        this.buffers = buffers;
    }

    /** To whom the socket is connected, or else to anybody. */
    int send(ByteBuffer source, InetSocketAddress target) throws IOException {
        lock();
        try {
            addresses.requireOpen();
            addresses.bindIfUnbound();
            InetSocketAddress peer = addresses.remote();
            if (peer == null) {
                Permissions.requireSend(target);
            } else if (!peer.equals(Addresses.withoutWildcard(target))) {
                throw new AlreadyConnectedException();
            }
            if (target.getPort() == 0) {
                throw new SocketException("Can't send to port 0");
            }
            return (int) CallGate.count(sendSingle(source, peer == null ? LinkLocal.scoped(target) : null));
        } finally {
            unlock();
        }
    }

    int write(ByteBuffer source) throws IOException {
        lock();
        try {
            addresses.requireConnected();
            return (int) CallGate.count(sendSingle(source, null));
        } finally {
            unlock();
        }
    }

    long write(ByteBuffer[] sources, int from, int to) throws IOException {
        lock();
        try {
            addresses.requireConnected();
            return CallGate.count(send(sources, from, to));
        } finally {
            unlock();
        }
    }

    private int sendSingle(ByteBuffer source, InetSocketAddress target) throws IOException {
        long timeout = gate.timeout();
        int result = OsStatus.CANCELLED;
        gate.begin(timeout);
        try {
            result = sendWaiting(source, target, timeout);
        } finally {
            gate.end(timeout, result >= 0);
        }
        return result;
    }

    private int send(ByteBuffer[] sources, int from, int to) throws IOException {
        long timeout = gate.timeout();
        int result = OsStatus.CANCELLED;
        gate.begin(timeout);
        try {
            result = to - from > OsOperation.MAX_BUFFERS
                    ? sendMany(sources, from, to, timeout)
                    : sendWaiting(sources, from, to, timeout);
        } finally {
            gate.end(timeout, result >= 0);
        }
        return result;
    }

    private int sendWaiting(ByteBuffer source, InetSocketAddress target, long timeout) throws IOException {
        OsOperation call = gate.operation(operation, SocketLife.OUT, timeout);
        ParkingOperation parking = ParkingOperation.outside(call, timeout);
        return parking == null
                ? sendNow(call, source, target, timeout)
                : parking.retry(SelectionKey.OP_WRITE, timeout, () -> sendNow(call, source, target, OsStatus.NO_WAIT));
    }

    private int sendNow(OsOperation call, ByteBuffer source, InetSocketAddress target, long timeout)
            throws IOException {
        int sent = 0;
        Temporary standIn = buffers.prepareSendDatagram(operation, source);
        try {
            sent = call.sendTo(1, target, timeout);
        } finally {
            buffers.completeSend(source, standIn, sent);
        }
        return sent;
    }

    private int sendWaiting(ByteBuffer[] sources, int from, int to, long timeout) throws IOException {
        if (gather == null) {
            gather = buffers.newGather();
        }
        OsOperation call = gate.operation(operation, SocketLife.OUT, timeout);
        ParkingOperation parking = ParkingOperation.outside(call, timeout);
        return parking == null
                ? sendNow(call, sources, from, to, timeout)
                : parking.retry(
                        SelectionKey.OP_WRITE, timeout, () -> sendNow(call, sources, from, to, OsStatus.NO_WAIT));
    }

    private int sendNow(OsOperation call, ByteBuffer[] sources, int from, int to, long timeout) throws IOException {
        int sent = 0;
        try {
            int count = gather.prepare(operation, sources, from, to, true);
            if (count == 0) {
                return sendNow(call, NOTHING, null, timeout);
            }
            sent = call.sendTo(count, null, timeout);
        } finally {
            gather.complete(sent, false);
        }
        return sent;
    }

    private int sendMany(ByteBuffer[] sources, int from, int to, long timeout) throws IOException {
        ByteBuffer whole = Datagrams.roomFor(sources, from, to);
        for (int i = from; i < to; i++) {
            ByteBuffer rest = sources[i].duplicate();
            whole.put(rest.limit(Math.min(rest.limit(), rest.position() + whole.remaining())));
        }
        int sent = sendWaiting(whole.flip(), null, timeout);
        if (sent >= 0) {
            for (int i = from; i < to; i++) {
                sources[i].position(sources[i].limit());
            }
        }
        return sent;
    }
}
