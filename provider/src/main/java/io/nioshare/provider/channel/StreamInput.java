package io.nioshare.provider.channel;

import io.nioshare.provider.memory.Gather;
import io.nioshare.provider.memory.TemporaryBuffers.Temporary;
import io.nioshare.provider.memory.UserBuffers;
import io.nioshare.provider.os.ConnectionResetException;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsStatus;
import io.nioshare.provider.park.ParkingOperation;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/** The receiving half of a connection. Itself the channel's read lock, which guards what isn't volatile. */
@SuppressWarnings("serial") // Nobody writes a lock to a stream.
final class StreamInput extends ChannelLock {

    private final StreamConnection connection;
    private final CallGate gate;
    private final OsOperation operation;
    private final UserBuffers buffers;

    /** Null until a call has several buffers, which for most channels never comes. */
    private Gather gather;

    /** A reset is for ever. */
    private ConnectionResetException reset;

    private volatile boolean shutDown;

    StreamInput(
            Object blockingLock,
            StreamConnection connection,
            CallGate gate,
            OsOperation operation,
            UserBuffers buffers) {
        super(blockingLock);
        this.connection = connection;
        this.gate = gate;
        this.operation = operation;
        this.buffers = buffers;
    }

    int read(ByteBuffer destination) throws IOException {
        lock();
        try {
            return (int) CallGate.count(read(destination, null, 0, 0, gate.timeout()));
        } finally {
            unlock();
        }
    }

    long read(ByteBuffer[] destinations, int from, int to) throws IOException {
        lock();
        try {
            ByteBuffer single = to - from == 1 ? destinations[from] : null;
            return CallGate.count(read(single, destinations, from, to, gate.timeout()));
        } finally {
            unlock();
        }
    }

    /** Reads in blocking mode, for at most this many milliseconds. */
    int read(ByteBuffer destination, long timeout) throws IOException {
        lock();
        try {
            connection.requireConnected();
            gate.requireBlockingMode();
            int result = read(destination, null, 0, 0, timeout);
            if (result == OsStatus.UNAVAILABLE) {
                throw new SocketTimeoutException("Read timed out");
            }
            return result;
        } finally {
            unlock();
        }
    }

    /** Into a single buffer, or if that is null, into several. Returns a count or an {@code OsStatus}. */
    private int read(ByteBuffer single, ByteBuffer[] several, int from, int to, long timeout) throws IOException {
        connection.requireConnected();
        int result = OsStatus.CANCELLED;
        gate.begin(timeout);
        try {
            result = shutDown ? OsStatus.END_OF_STREAM : receive(single, several, from, to, timeout);
            if (result == OsStatus.CANCELLED && shutDown) {
                result = OsStatus.END_OF_STREAM;
            }
        } finally {
            gate.end(timeout, result >= 0);
        }
        return result;
    }

    private int receive(ByteBuffer single, ByteBuffer[] several, int from, int to, long timeout) throws IOException {
        requireWritable(single, several, from, to);
        if (reset != null) {
            throw new ConnectionResetException(reset.getMessage());
        }
        OsOperation call = gate.operation(operation, SocketLife.IN, timeout);
        try {
            return single != null ? receive(call, single, timeout) : receive(call, several, from, to, timeout);
        } catch (ConnectionResetException e) {
            reset = e;
            throw e;
        }
    }

    private static void requireWritable(ByteBuffer single, ByteBuffer[] several, int from, int to) {
        boolean readOnly = single != null && single.isReadOnly();
        for (int i = from; i < to; i++) {
            readOnly |= several[i].isReadOnly();
        }
        if (readOnly) {
            throw new IllegalArgumentException("Read-only buffer");
        }
    }

    /** One call to the system, none when there is no room. */
    private int receive(OsOperation call, ByteBuffer destination, long timeout) throws IOException {
        if (!destination.hasRemaining()) {
            return 0;
        }
        ParkingOperation parking = ParkingOperation.outside(call, timeout);
        return parking == null
                ? receiveNow(call, destination, timeout)
                : parking.retry(SelectionKey.OP_READ, timeout, () -> receiveNow(call, destination, OsStatus.NO_WAIT));
    }

    private int receiveNow(OsOperation call, ByteBuffer destination, long timeout) throws IOException {
        int received = 0;
        Temporary standIn = buffers.prepareReceive(operation, destination);
        try {
            received = call.receive(1, timeout);
        } finally {
            buffers.completeReceive(destination, standIn, received);
        }
        return received;
    }

    /** The same. */
    private int receive(OsOperation call, ByteBuffer[] destinations, int from, int to, long timeout)
            throws IOException {
        if (gather == null) {
            gather = buffers.newGather();
        }
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
            if (count > 0) {
                received = call.receive(count, timeout);
            }
        } finally {
            gather.complete(received, true);
        }
        return received;
    }

    /** From now on, and for who waits now, the stream is at its end. Under the state lock. */
    void shutDown() {
        shutDown = true;
        gate.cancel(SocketLife.IN);
    }

    boolean isShutDown() {
        return shutDown;
    }
}
