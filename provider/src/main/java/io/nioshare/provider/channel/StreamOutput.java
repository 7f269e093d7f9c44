package io.nioshare.provider.channel;

import io.nioshare.provider.memory.BufferVector;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;

/** The sending half of a connection. */
final class StreamOutput {

    private final StreamConnection connection;
    private final CallGate gate;
    private final OsOperation operation;
    private final BufferVector vector;

    /** The channel's write lock. Guards what follows. */
    private final ChannelLock lock;

    private final ByteBuffer[] one = new ByteBuffer[1];

    private volatile boolean shutDown;

    StreamOutput(
            StreamConnection connection, CallGate gate, ChannelLock lock, OsOperation operation, BufferVector vector) {
        this.connection = connection;
        this.gate = gate;
        this.lock = lock;
        this.operation = operation;
        this.vector = vector;
    }

    int write(ByteBuffer source) throws IOException {
        lock.lock();
        one[0] = source;
        try {
            return (int) write(one, 0, 1, gate.timeout());
        } finally {
            one[0] = null;
            lock.unlock();
        }
    }

    long write(ByteBuffer[] sources, int from, int to) throws IOException {
        lock.lock();
        try {
            return write(sources, from, to, gate.timeout());
        } finally {
            lock.unlock();
        }
    }

    /** Writes everything, in blocking mode. */
    void writeFully(ByteBuffer source) throws IOException {
        lock.lock();
        one[0] = source;
        try {
            gate.requireBlockingMode();
            write(one, 0, 1, OsStatus.FOREVER);
        } finally {
            one[0] = null;
            lock.unlock();
        }
    }

    private long write(ByteBuffer[] sources, int from, int to, long timeout) throws IOException {
        connection.requireConnected();
        long result = OsStatus.CANCELLED;
        gate.begin(timeout);
        try {
            if (shutDown) {
                throw new ClosedChannelException();
            }
            result = send(sources, from, to, timeout);
        } finally {
            gate.end(timeout, result >= 0);
        }
        if (result == OsStatus.CANCELLED) {
            // Only shutdownOutput cancels a write and leaves the channel open.
            throw new AsynchronousCloseException();
        }
        return CallGate.count(result);
    }

    /**
     * Sends as much as the timeout allows: everything with {@code FOREVER}, what fits with {@code NO_WAIT}.
     *
     * @return a count of bytes, or an {@code OsStatus} when none were taken
     */
    private long send(ByteBuffer[] sources, int from, int to, long timeout) throws IOException {
        long total = 0;
        int first = skipEmpty(sources, from, to);
        while (first < to) {
            int asked = 0;
            int sent = 0;
            try {
                int count = vector.prepareSend(operation, sources, first, to);
                asked = vector.bytes();
                sent = operation.send(count, timeout);
            } catch (IOException e) {
                if (total == 0) {
                    throw e;
                }
                // What was taken counts; the next call fails in its own name.
                return total;
            } finally {
                vector.completeSend(sent);
            }
            if (sent < 0) {
                return total > 0 ? total : sent;
            }
            total += sent;
            if (sent < asked && timeout == OsStatus.NO_WAIT) {
                return total;
            }
            first = skipEmpty(sources, first, to);
        }
        return total;
    }

    private static int skipEmpty(ByteBuffer[] sources, int from, int to) {
        int first = from;
        while (first < to && !sources[first].hasRemaining()) {
            first++;
        }
        return first;
    }

    /** Sends nothing more, and ends the wait of who waits now. Under the state lock. */
    void shutDown() {
        shutDown = true;
        operation.cancel();
    }

    boolean isShutDown() {
        return shutDown;
    }
}
