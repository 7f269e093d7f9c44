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
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/**
 * The receiving half of a UDP socket. What of a datagram doesn't fit into the buffers is dropped. Itself the channel's
 * read lock, which guards the rest.
 */
@SuppressWarnings("serial") // Nobody writes a lock to a stream.
final class DatagramInput extends ChannelLock {

    private final DatagramAddresses addresses;
    private final CallGate gate;
    private final OsOperation operation;
    private final UserBuffers buffers;

    /** Null until a call has several buffers. */
    private Gather gather;

    DatagramInput(
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

    /** Returns who sent the datagram, or null when there is none. */
    InetSocketAddress receive(ByteBuffer destination) throws IOException {
        requireWritable(destination);
        lock();
        try {
            return receiveOne(destination, gate.timeout());
        } finally {
            unlock();
        }
    }

    /** Receives in blocking mode, for at most this many milliseconds. */
    InetSocketAddress receive(ByteBuffer destination, long timeout) throws IOException {
        lock();
        try {
            addresses.requireOpen();
            gate.requireBlockingMode();
            InetSocketAddress sender = receiveOne(destination, timeout);
            if (sender == null) {
                throw new SocketTimeoutException("Receive timed out");
            }
            return sender;
        } finally {
            unlock();
        }
    }

    private InetSocketAddress receiveOne(ByteBuffer destination, long timeout) throws IOException {
        addresses.bindIfUnbound();
        if (Permissions.areChecked() && addresses.remote() == null) {
            return receivePermitted(destination, timeout);
        }
        return receiveAny(destination, timeout);
    }

    /** Drops what comes from others; nobody is to see it in the buffer meanwhile. */
    private InetSocketAddress receivePermitted(ByteBuffer destination, long timeout) throws IOException {
        ByteBuffer unseen = ByteBuffer.allocate(destination.remaining());
        InetSocketAddress sender = receiveAny(unseen, timeout);
        while (sender != null) {
            try {
                Permissions.requireAccept(sender);
                destination.put(unseen.flip());
                break;
            } catch (SecurityException notPermitted) {
                unseen.clear();
                sender = receiveAny(unseen, timeout);
            }
        }
        return sender;
    }

    private InetSocketAddress receiveAny(ByteBuffer destination, long timeout) throws IOException {
        InetSocketAddress sender = null;
        gate.begin(timeout);
        try {
            if (receiveWaiting(destination, timeout) >= 0) {
                sender = operation.sender();
            }
        } finally {
            gate.end(timeout, sender != null);
        }
        return sender;
    }

    int read(ByteBuffer destination) throws IOException {
        lock();
        try {
            addresses.requireConnected();
            requireWritable(destination);
            // As the JDK's: a read without room takes no datagram, while a receive without room drops one.
            return destination.hasRemaining() ? (int) CallGate.count(receiveSingle(destination, gate.timeout())) : 0;
        } finally {
            unlock();
        }
    }

    long read(ByteBuffer[] destinations, int from, int to) throws IOException {
        lock();
        try {
            addresses.requireConnected();
            if (!haveRoom(destinations, from, to)) {
                return 0;
            }
            return CallGate.count(receive(destinations, from, to, gate.timeout()));
        } finally {
            unlock();
        }
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
        ByteBuffer nothing = ByteBuffer.allocate(0);
        boolean more = true;
        while (more) {
            try {
                more = receiveSingle(nothing, OsStatus.NO_WAIT) >= 0;
            } catch (PortUnreachableException ofAnEarlierPeer) {
                // Told once: what comes next is a datagram, or nothing.
            }
        }
    }

    /** Returns a count or an {@code OsStatus}. */
    private int receiveSingle(ByteBuffer destination, long timeout) throws IOException {
        int result = OsStatus.CANCELLED;
        gate.begin(timeout);
        try {
            result = receiveWaiting(destination, timeout);
        } finally {
            gate.end(timeout, result >= 0);
        }
        return result;
    }

    /** The same. */
    private int receive(ByteBuffer[] destinations, int from, int to, long timeout) throws IOException {
        int result = OsStatus.CANCELLED;
        gate.begin(timeout);
        try {
            result = to - from > OsOperation.MAX_BUFFERS
                    ? receiveMany(destinations, from, to, timeout)
                    : receiveWaiting(destinations, from, to, timeout);
        } finally {
            gate.end(timeout, result >= 0);
        }
        return result;
    }

    private int receiveWaiting(ByteBuffer destination, long timeout) throws IOException {
        OsOperation call = gate.operation(operation, SocketLife.IN, timeout);
        ParkingOperation parking = ParkingOperation.outside(call, timeout);
        return parking == null
                ? receiveNow(call, destination, timeout)
                : parking.retry(SelectionKey.OP_READ, timeout, () -> receiveNow(call, destination, OsStatus.NO_WAIT));
    }

    private int receiveNow(OsOperation call, ByteBuffer destination, long timeout) throws IOException {
        int room = destination.remaining();
        int received = 0;
        Temporary standIn = buffers.prepareReceiveDatagram(operation, destination);
        try {
            received = call.receiveFrom(1, timeout);
        } finally {
            buffers.completeReceive(destination, standIn, received);
        }
        return Math.min(received, room);
    }

    private int receiveWaiting(ByteBuffer[] destinations, int from, int to, long timeout) throws IOException {
        if (gather == null) {
            gather = buffers.newGather();
        }
        OsOperation call = gate.operation(operation, SocketLife.IN, timeout);
        ParkingOperation parking = ParkingOperation.outside(call, timeout);
        return parking == null
                ? receiveNow(call, destinations, from, to, timeout)
                : parking.retry(
                        SelectionKey.OP_READ,
                        timeout,
                        () -> receiveNow(call, destinations, from, to, OsStatus.NO_WAIT));
    }

    private int receiveNow(OsOperation call, ByteBuffer[] destinations, int from, int to, long timeout)
            throws IOException {
        int received = 0;
        try {
            int count = gather.prepare(operation, destinations, from, to, false);
            received = call.receiveFrom(count, timeout);
        } finally {
            gather.complete(received, true);
        }
        return received;
    }

    private int receiveMany(ByteBuffer[] destinations, int from, int to, long timeout) throws IOException {
        ByteBuffer whole = Datagrams.roomFor(destinations, from, to);
        int received = receiveWaiting(whole, timeout);
        whole.flip();
        for (int i = from; i < to && whole.hasRemaining(); i++) {
            int length = Math.min(destinations[i].remaining(), whole.remaining());
            destinations[i].put(whole.slice(whole.position(), length));
            whole.position(whole.position() + length);
        }
        return received;
    }
}
