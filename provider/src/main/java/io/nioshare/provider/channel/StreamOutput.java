package io.nioshare.provider.channel;

import io.nioshare.provider.memory.Gather;
import io.nioshare.provider.memory.TemporaryBuffers.Temporary;
import io.nioshare.provider.memory.UserBuffers;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsStatus;
import io.nioshare.provider.park.ParkingOperation;
import io.nioshare.provider.park.VirtualThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.Objects;

/** The sending half of a connection. Itself the channel's write lock, which guards what isn't volatile. */
@SuppressWarnings("serial") // Nobody writes a lock to a stream.
final class StreamOutput extends ChannelLock {

    private final StreamConnection connection;
    private final CallGate gate;
    private final OsOperation operation;
    private final UserBuffers buffers;

    /** Null until a call has several buffers, which for most channels never comes. */
    private Gather gather;

    private volatile boolean shutDown;

    StreamOutput(
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

    int write(ByteBuffer source) throws IOException {
        lock();
        try {
            return (int) write(source, null, 0, 0, gate.timeout(), false);
        } finally {
            unlock();
        }
    }

    long write(ByteBuffer[] sources, int from, int to) throws IOException {
        lock();
        try {
            return write(to - from == 1 ? sources[from] : null, sources, from, to, gate.timeout(), false);
        } finally {
            unlock();
        }
    }

    /** Writes everything, in blocking mode. */
    void writeFully(ByteBuffer source) throws IOException {
        lock();
        try {
            connection.requireConnected();
            gate.requireBlockingMode();
            do {
                // If it fails after a part, it does so at once the next time.
                write(source, null, 0, 0, OsStatus.FOREVER, true);
            } while (source.hasRemaining());
        } finally {
            unlock();
        }
    }

    /**
     * From a single buffer, or if that is null, from several.
     *
     * @param whole whether a close is to be told of also when a part of the single buffer was sent
     */
    private long write(ByteBuffer single, ByteBuffer[] several, int from, int to, long timeout, boolean whole)
            throws IOException {
        connection.requireConnected();
        long result = OsStatus.CANCELLED;
        gate.begin(timeout);
        try {
            if (shutDown) {
                throw new ClosedChannelException();
            }
            OsOperation call = gate.operation(operation, SocketLife.OUT, timeout);
            result = single != null ? send(call, single, timeout) : send(call, several, from, to, timeout);
        } finally {
            gate.end(timeout, result >= 0 && !(whole && single.hasRemaining()));
        }
        if (result == OsStatus.CANCELLED) {
            // Only shutdownOutput cancels a write and leaves the channel open.
            throw new AsynchronousCloseException();
        }
        return CallGate.count(result);
    }

    /**
     * Sends as much as the timeout allows: everything with {@code FOREVER}, what fits with {@code NO_WAIT}. A virtual
     * thread is told of a part, as by the JDK's channels.
     *
     * @return a count of bytes, or an {@code OsStatus} when none were taken
     */
    private long send(OsOperation call, ByteBuffer source, long timeout) throws IOException {
        long total = 0;
        long wait = timeout;
        while (source.hasRemaining()) {
            int sent;
            try {
                sent = sendPart(call, source, wait);
            } catch (IOException e) {
                return failed(e, total);
            }
            if (sent < 0) {
                return total > 0 ? total : sent;
            }
            total += sent;
            wait = afterAPart(timeout);
            if (wait == OsStatus.NO_WAIT && source.hasRemaining() && sent < UserBuffers.mostOf(source)) {
                return total;
            }
        }
        return total;
    }

    private int sendPart(OsOperation call, ByteBuffer source, long timeout) throws IOException {
        ParkingOperation parking = ParkingOperation.outside(call, timeout);
        return parking == null
                ? sendNow(call, source, timeout)
                : parking.retry(SelectionKey.OP_WRITE, timeout, () -> sendNow(call, source, OsStatus.NO_WAIT));
    }

    private int sendNow(OsOperation call, ByteBuffer source, long timeout) throws IOException {
        int sent = 0;
        Temporary standIn = buffers.prepareSend(operation, source);
        try {
            sent = call.send(1, timeout);
        } finally {
            buffers.completeSend(source, standIn, sent);
        }
        return sent;
    }

    /** The same. */
    private long send(OsOperation call, ByteBuffer[] sources, int from, int to, long timeout) throws IOException {
        if (gather == null) {
            gather = buffers.newGather();
        }
        for (int i = from; i < to; i++) {
            // Before any of those in front of it is sent.
            Objects.requireNonNull(sources[i]);
        }
        long total = 0;
        long wait = timeout;
        int first = skipEmpty(sources, from, to);
        while (first < to) {
            int sent;
            try {
                sent = sendPart(call, sources, first, to, wait);
            } catch (IOException e) {
                return failed(e, total);
            }
            if (sent < 0) {
                return total > 0 ? total : sent;
            }
            total += sent;
            wait = afterAPart(timeout);
            if (wait == OsStatus.NO_WAIT && sent < gather.bytes()) {
                return total;
            }
            first = skipEmpty(sources, first, to);
        }
        return total;
    }

    private int sendPart(OsOperation call, ByteBuffer[] sources, int from, int to, long timeout) throws IOException {
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
            sent = call.send(count, timeout);
        } finally {
            gather.complete(sent, false);
        }
        return sent;
    }

    /** How long to wait for room for the rest. */
    private static long afterAPart(long timeout) {
        return VirtualThreads.isCurrent() ? OsStatus.NO_WAIT : timeout;
    }

    /** What was taken counts; the next call fails in its own name. */
    private static long failed(IOException e, long total) throws IOException {
        if (total == 0) {
            throw e;
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
        gate.cancel(SocketLife.OUT);
    }

    boolean isShutDown() {
        return shutDown;
    }
}
