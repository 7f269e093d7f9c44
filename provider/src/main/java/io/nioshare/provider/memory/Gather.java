package io.nioshare.provider.memory;

import io.nioshare.provider.memory.TemporaryBuffers.Temporary;
import io.nioshare.provider.os.OsMemory;
import io.nioshare.provider.os.OsOperation;
import java.nio.ByteBuffer;

/**
 * The buffers of a call that has several. What can't be used in place shares one temporary buffer. Between {@link
 * #prepare} and {@link #complete} the kernel may use the memory, and this object keeps it reachable. Not thread-safe: it
 * belongs to a channel's direction, under its lock.
 */
public final class Gather {

    private final OsMemory memory;
    private final TemporaryBuffers temporaries;

    private final ByteBuffer[] buffers = new ByteBuffer[OsOperation.MAX_BUFFERS];
    private final int[] lengths = new int[OsOperation.MAX_BUFFERS];
    private final boolean[] inPlace = new boolean[OsOperation.MAX_BUFFERS];
    private Temporary staging;
    private int count;
    private int bytes;

    Gather(OsMemory memory, TemporaryBuffers temporaries) {
        this.memory = memory;
        this.temporaries = temporaries;
    }

    /** How many bytes the call may transfer at most, until the next one is prepared. */
    public int bytes() {
        return bytes;
    }

    /**
     * Begins a call with {@code user[from]} and those after it.
     *
     * @param send whether their content is to be sent; else there is to be received into them
     * @return how many buffers the call has; 0 for no room, or nothing to send
     */
    public int prepare(OsOperation operation, ByteBuffer[] user, int from, int to, boolean send) {
        int staged = 0;
        bytes = 0;
        for (int i = from; i < to && count < OsOperation.MAX_BUFFERS && bytes < UserBuffers.MAX_BYTES; i++) {
            ByteBuffer buffer = user[i];
            int length = Math.min(buffer.remaining(), UserBuffers.MAX_BYTES - bytes);
            boolean direct = UserBuffers.isDirect(buffer);
            if (!direct) {
                length = Math.min(length, UserBuffers.MAX_STAGED - staged);
                staged += length;
            }
            if (length > 0) {
                buffers[count] = buffer;
                inPlace[count] = direct;
                lengths[count++] = length;
                bytes += length;
            }
            if (length < buffer.remaining()) {
                break;
            }
        }
        if (staged > 0) {
            staging = temporaries.take(staged);
        }
        for (int i = 0; i < count; i++) {
            operation.buffer(i, address(i, send), lengths[i]);
        }
        return count;
    }

    private long address(int index, boolean send) {
        ByteBuffer buffer = buffers[index];
        if (inPlace[index]) {
            return memory.addressOf(buffer) + buffer.position();
        }
        ByteBuffer temporary = staging.buffer();
        int at = temporary.position();
        if (send) {
            temporary.put(at, buffer, buffer.position(), lengths[index]);
        } else {
            Arenas.requireAccess(buffer);
        }
        temporary.position(at + lengths[index]);
        return staging.address() + at;
    }

    /**
     * Ends what {@link #prepare} began, even when that failed.
     *
     * @param transferred how many bytes the call received or the kernel took, or none
     * @param received whether the bytes were received; else they were sent
     */
    public void complete(int transferred, boolean received) {
        try {
            int left = transferred;
            int at = 0;
            for (int i = 0; i < count && left > 0; i++) {
                ByteBuffer buffer = buffers[i];
                int length = Math.min(left, lengths[i]);
                if (!inPlace[i] && received) {
                    buffer.put(buffer.position(), staging.buffer(), at, length);
                    at += lengths[i];
                }
                buffer.position(buffer.position() + length);
                left -= length;
            }
        } finally {
            reset();
        }
    }

    private void reset() {
        for (int i = 0; i < count; i++) {
            buffers[i] = null;
        }
        count = 0;
        if (staging != null) {
            temporaries.release(staging);
            staging = null;
        }
    }
}
