package io.nioshare.provider.channel;

import io.nioshare.provider.memory.BufferVector;
import io.nioshare.provider.os.ConnectionResetException;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsStatus;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/** The receiving half of a connection. */
final class StreamInput {

    private final StreamConnection connection;
    private final CallGate gate;
    private final OsOperation operation;
    private final BufferVector vector;

    /** The channel's read lock. Guards what follows. */
    private final ChannelLock lock;

    private final ByteBuffer[] one = new ByteBuffer[1];

    /** A reset is for ever. */
    private ConnectionResetException reset;

    private volatile boolean shutDown;

    StreamInput(
            StreamConnection connection, CallGate gate, ChannelLock lock, OsOperation operation, BufferVector vector) {
        this.connection = connection;
        this.gate = gate;
        this.lock = lock;
        this.operation = operation;
        this.vector = vector;
    }

    int read(ByteBuffer destination) throws IOException {
        lock.lock();
        one[0] = destination;
        try {
            return (int) CallGate.count(read(one, 0, 1, gate.timeout()));
        } finally {
            one[0] = null;
            lock.unlock();
        }
    }

    long read(ByteBuffer[] destinations, int from, int to) throws IOException {
        lock.lock();
        try {
            return CallGate.count(read(destinations, from, to, gate.timeout()));
        } finally {
            lock.unlock();
        }
    }

    /** Reads in blocking mode, for at most this many milliseconds. */
    int read(ByteBuffer destination, long timeout) throws IOException {
        lock.lock();
        one[0] = destination;
        try {
            gate.requireBlockingMode();
            int result = read(one, 0, 1, timeout);
            if (result == OsStatus.UNAVAILABLE) {
                throw new SocketTimeoutException("Read timed out");
            }
            return result;
        } finally {
            one[0] = null;
            lock.unlock();
        }
    }

    /** Returns a count or an {@code OsStatus}. */
    private int read(ByteBuffer[] destinations, int from, int to, long timeout) throws IOException {
        connection.requireConnected();
        int result = OsStatus.CANCELLED;
        gate.begin(timeout);
        try {
            result = shutDown ? OsStatus.END_OF_STREAM : receive(destinations, from, to, timeout);
            if (result == OsStatus.CANCELLED && shutDown) {
                result = OsStatus.END_OF_STREAM;
            }
        } finally {
            gate.end(timeout, result >= 0);
        }
        return result;
    }

    private static void requireWritable(ByteBuffer[] destinations, int from, int to) {
        for (int i = from; i < to; i++) {
            if (destinations[i].isReadOnly()) {
                throw new IllegalArgumentException("Read-only buffer");
            }
        }
    }

    /** One call to the system, none when there is no room. */
    private int receive(ByteBuffer[] destinations, int from, int to, long timeout) throws IOException {
        requireWritable(destinations, from, to);
        if (reset != null) {
            throw new ConnectionResetException(reset.getMessage());
        }
        int received = 0;
        try {
            int count = vector.prepareReceive(operation, destinations, from, to);
            if (count > 0) {
                received = operation.receive(count, timeout);
            }
        } catch (ConnectionResetException e) {
            reset = e;
            throw e;
        } finally {
            vector.completeReceive(received);
        }
        return received;
    }

    /** From now on, and for who waits now, the stream is at its end. Under the state lock. */
    void shutDown() {
        shutDown = true;
        operation.cancel();
    }

    boolean isShutDown() {
        return shutDown;
    }
}
