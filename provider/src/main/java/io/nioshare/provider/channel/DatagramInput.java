package io.nioshare.provider.channel;

import io.nioshare.provider.memory.BufferVector;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsStatus;
import io.nioshare.provider.security.Permissions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/** The receiving half of a UDP socket. What of a datagram doesn't fit into the buffers is dropped. */
final class DatagramInput {

    private final DatagramAddresses addresses;
    private final CallGate gate;
    private final OsOperation operation;
    private final BufferVector vector;

    /** The channel's read lock. Guards what follows. */
    private final ChannelLock lock;

    private final ByteBuffer[] one = new ByteBuffer[1];

    DatagramInput(
            DatagramAddresses addresses, CallGate gate, ChannelLock lock, OsOperation operation, BufferVector vector) {
        this.addresses = addresses;
        this.gate = gate;
        this.lock = lock;
        this.operation = operation;
        this.vector = vector;
    }

    /** Returns who sent the datagram, or null when there is none. */
    InetSocketAddress receive(ByteBuffer destination) throws IOException {
        requireWritable(destination);
        lock.lock();
        one[0] = destination;
        try {
            return receiveOne(gate.timeout());
        } finally {
            one[0] = null;
            lock.unlock();
        }
    }

    /** Receives in blocking mode, for at most this many milliseconds. */
    InetSocketAddress receive(ByteBuffer destination, long timeout) throws IOException {
        lock.lock();
        one[0] = destination;
        try {
            addresses.requireOpen();
            gate.requireBlockingMode();
            InetSocketAddress sender = receiveOne(timeout);
            if (sender == null) {
                throw new SocketTimeoutException("Receive timed out");
            }
            return sender;
        } finally {
            one[0] = null;
            lock.unlock();
        }
    }

    private InetSocketAddress receiveOne(long timeout) throws IOException {
        addresses.bindIfUnbound();
        if (Permissions.areChecked() && addresses.remote() == null) {
            return receivePermitted(timeout);
        }
        return receiveAny(timeout);
    }

    /** Drops what comes from others; nobody is to see it in the buffer meanwhile. */
    private InetSocketAddress receivePermitted(long timeout) throws IOException {
        ByteBuffer destination = one[0];
        ByteBuffer unseen = ByteBuffer.allocate(destination.remaining());
        one[0] = unseen;
        InetSocketAddress sender = receiveAny(timeout);
        while (sender != null) {
            try {
                Permissions.requireAccept(sender);
                destination.put(unseen.flip());
                break;
            } catch (SecurityException notPermitted) {
                unseen.clear();
                sender = receiveAny(timeout);
            }
        }
        return sender;
    }

    private InetSocketAddress receiveAny(long timeout) throws IOException {
        InetSocketAddress sender = null;
        gate.begin(timeout);
        try {
            if (receiveNow(one, 0, 1, timeout) >= 0) {
                sender = operation.sender();
            }
        } finally {
            gate.end(timeout, sender != null);
        }
        return sender;
    }

    int read(ByteBuffer destination) throws IOException {
        lock.lock();
        one[0] = destination;
        try {
            return (int) readLocked(one, 0, 1);
        } finally {
            one[0] = null;
            lock.unlock();
        }
    }

    long read(ByteBuffer[] destinations, int from, int to) throws IOException {
        lock.lock();
        try {
            return readLocked(destinations, from, to);
        } finally {
            lock.unlock();
        }
    }

    private long readLocked(ByteBuffer[] destinations, int from, int to) throws IOException {
        addresses.requireConnected();
        if (!haveRoom(destinations, from, to)) {
            // As the JDK's: a read without room takes no datagram, while a receive without room drops one.
            return 0;
        }
        return CallGate.count(receive(destinations, from, to, gate.timeout()));
    }

    private static boolean haveRoom(ByteBuffer[] destinations, int from, int to) {
        boolean room = false;
        for (int i = from; i < to; i++) {
            requireWritable(destinations[i]);
            room |= destinations[i].hasRemaining();
        }
        return room;
    }

    private static void requireWritable(ByteBuffer destination) {
        if (destination.isReadOnly()) {
            throw new IllegalArgumentException("Read-only buffer");
        }
    }

    /** Drops what is there. Under the read lock. */
    void dropAll() throws IOException {
        ByteBuffer[] nothing = {ByteBuffer.allocate(0)};
        boolean more = true;
        while (more) {
            try {
                more = receive(nothing, 0, 1, OsStatus.NO_WAIT) >= 0;
            } catch (PortUnreachableException ofAnEarlierPeer) {
                // Told once: what comes next is a datagram, or nothing.
            }
        }
    }

    /** Returns a count or an {@code OsStatus}. */
    private int receive(ByteBuffer[] destinations, int from, int to, long timeout) throws IOException {
        int result = OsStatus.CANCELLED;
        gate.begin(timeout);
        try {
            result = to - from > OsOperation.MAX_BUFFERS
                    ? receiveMany(destinations, from, to, timeout)
                    : receiveNow(destinations, from, to, timeout);
        } finally {
            gate.end(timeout, result >= 0);
        }
        return result;
    }

    private int receiveNow(ByteBuffer[] destinations, int from, int to, long timeout) throws IOException {
        int room = 0;
        int received = 0;
        try {
            int count = vector.prepareReceiveDatagram(operation, destinations, from, to);
            room = vector.bytes();
            received = operation.receiveFrom(count, timeout);
        } finally {
            vector.completeReceive(received);
        }
        return Math.min(received, room);
    }

    private int receiveMany(ByteBuffer[] destinations, int from, int to, long timeout) throws IOException {
        ByteBuffer whole = Datagrams.roomFor(destinations, from, to);
        int received = receiveNow(new ByteBuffer[] {whole}, 0, 1, timeout);
        whole.flip();
        for (int i = from; i < to && whole.hasRemaining(); i++) {
            int length = Math.min(destinations[i].remaining(), whole.remaining());
            destinations[i].put(whole.slice(whole.position(), length));
            whole.position(whole.position() + length);
        }
        return received;
    }
}
