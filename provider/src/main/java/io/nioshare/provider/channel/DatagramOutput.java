package io.nioshare.provider.channel;

import io.nioshare.provider.memory.BufferVector;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsStatus;
import io.nioshare.provider.security.Permissions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;

/** The sending half of a UDP socket. A datagram is never split. */
final class DatagramOutput {

    private final DatagramAddresses addresses;
    private final CallGate gate;
    private final OsOperation operation;
    private final BufferVector vector;

    /** The channel's write lock. Guards what follows. */
    private final ChannelLock lock;

    private final ByteBuffer[] one = new ByteBuffer[1];

    DatagramOutput(
            DatagramAddresses addresses, CallGate gate, ChannelLock lock, OsOperation operation, BufferVector vector) {
        this.addresses = addresses;
        this.gate = gate;
        this.lock = lock;
        this.operation = operation;
        this.vector = vector;
    }

    /** To whom the socket is connected, or else to anybody. */
    int send(ByteBuffer source, InetSocketAddress target) throws IOException {
        lock.lock();
        one[0] = source;
        try {
            addresses.requireOpen();
            addresses.bindIfUnbound();
            InetSocketAddress peer = addresses.remote();
            if (peer == null) {
                Permissions.requireSend(target);
            } else if (!peer.equals(target)) {
                throw new AlreadyConnectedException();
            }
            if (target.getPort() == 0) {
                throw new SocketException("Can't send to port 0");
            }
            return (int) CallGate.count(send(one, 0, 1, peer == null ? LinkLocal.scoped(target) : null));
        } finally {
            one[0] = null;
            lock.unlock();
        }
    }

    int write(ByteBuffer source) throws IOException {
        lock.lock();
        one[0] = source;
        try {
            addresses.requireConnected();
            return (int) CallGate.count(send(one, 0, 1, null));
        } finally {
            one[0] = null;
            lock.unlock();
        }
    }

    long write(ByteBuffer[] sources, int from, int to) throws IOException {
        lock.lock();
        try {
            addresses.requireConnected();
            return CallGate.count(send(sources, from, to, null));
        } finally {
            lock.unlock();
        }
    }

    private int send(ByteBuffer[] sources, int from, int to, InetSocketAddress target) throws IOException {
        long timeout = gate.timeout();
        int result = OsStatus.CANCELLED;
        gate.begin(timeout);
        try {
            result = to - from > OsOperation.MAX_BUFFERS
                    ? sendMany(sources, from, to, target, timeout)
                    : sendNow(sources, from, to, target, timeout);
        } finally {
            gate.end(timeout, result >= 0);
        }
        return result;
    }

    private int sendNow(ByteBuffer[] sources, int from, int to, InetSocketAddress target, long timeout)
            throws IOException {
        int sent = 0;
        try {
            int count = vector.prepareSendDatagram(operation, sources, from, to);
            sent = operation.sendTo(count, target, timeout);
        } finally {
            vector.completeSend(sent);
        }
        return sent;
    }

    private int sendMany(ByteBuffer[] sources, int from, int to, InetSocketAddress target, long timeout)
            throws IOException {
        ByteBuffer whole = Datagrams.roomFor(sources, from, to);
        for (int i = from; i < to; i++) {
            ByteBuffer rest = sources[i].duplicate();
            whole.put(rest.limit(Math.min(rest.limit(), rest.position() + whole.remaining())));
        }
        int sent = sendNow(new ByteBuffer[] {whole.flip()}, 0, 1, target, timeout);
        if (sent >= 0) {
            for (int i = from; i < to; i++) {
                sources[i].position(sources[i].limit());
            }
        }
        return sent;
    }
}
