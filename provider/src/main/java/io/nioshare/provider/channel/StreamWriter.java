package io.nioshare.provider.channel;

import io.nioshare.provider.memory.BufferVector;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsStatus;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends a user's buffers to a stream. Under the channel's write lock. */
final class StreamWriter {

    private final OsOperation operation;
    private final BufferVector vector;

    StreamWriter(OsOperation operation, BufferVector vector) {
        this.operation = operation;
        this.vector = vector;
    }

    /**
     * Sends as much as the timeout allows: everything with {@code FOREVER}, what fits with {@code NO_WAIT}.
     *
     * @return a count of bytes, or an {@code OsStatus} when none were taken
     */
    long write(ByteBuffer[] buffers, int from, int to, long timeout) throws IOException {
        long total = 0;
        int first = from;
        while (true) {
            while (first < to && !buffers[first].hasRemaining()) {
                first++;
            }
            if (first == to) {
                return total;
            }
            int asked = 0;
            int sent = 0;
            try {
                int count = vector.prepareSend(operation, buffers, first, to);
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
        }
    }
}
