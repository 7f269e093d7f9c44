package io.nioshare.provider.channel;

import io.nioshare.provider.memory.BufferVector;
import io.nioshare.provider.os.OsOperation;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Receives from a stream into a user's buffers. Under the channel's read lock. */
final class StreamReader {

    private final OsOperation operation;
    private final BufferVector vector;

    StreamReader(OsOperation operation, BufferVector vector) {
        this.operation = operation;
        this.vector = vector;
    }

    /** Returns a count of bytes, or an {@code OsStatus}. One call to the system, none when there is no room. */
    int read(ByteBuffer[] buffers, int from, int to, long timeout) throws IOException {
        int received = 0;
        try {
            int count = vector.prepareReceive(operation, buffers, from, to);
            if (count > 0) {
                received = operation.receive(count, timeout);
            }
        } finally {
            vector.completeReceive(received);
        }
        return received;
    }
}
