package io.nioshare.provider.memory;

import io.nioshare.provider.memory.TemporaryBuffers.Temporary;
import io.nioshare.provider.os.OsMemory;
import io.nioshare.provider.os.OsOperation;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Turns a user's buffers into the addresses of one call, and its result into their positions. Direct buffers are used
 * in place; heap buffers, and those whose memory an arena may free, share one temporary buffer. Between {@code prepare} and {@code complete} the kernel may use
 * the memory, and this object keeps it reachable. Not thread-safe: it belongs to a channel's direction, under its lock.
 */
public final class BufferVector {

    /** More would only be locked memory: a kernel takes a call of this size no faster than two. */
    private static final int MAX_BYTES = 1 << 20;

    /** How much heap data is copied for one call. */
    private static final int MAX_STAGED = 128 << 10;

    private final OsMemory memory;
    private final TemporaryBuffers temporaries;

    /** Room for one buffer, which is what most channels ever need, and from the first gather on for all. */
    private ByteBuffer[] buffers = new ByteBuffer[1];

    private int[] lengths = new int[1];
    private boolean[] inPlace = new boolean[1];
    private Temporary staging;
    private int count;
    private int bytes;

    public BufferVector(OsMemory memory, TemporaryBuffers temporaries) {
        this.memory = memory;
        this.temporaries = temporaries;
    }

    /** For receiving into {@code user[from]} and those after it. Returns how many buffers the call has; 0 for no room. */
    public int prepareReceive(OsOperation operation, ByteBuffer[] user, int from, int to) {
        return prepare(operation, user, from, to, false);
    }

    /** For sending. Returns how many buffers the call has; 0 for nothing to send. */
    public int prepareSend(OsOperation operation, ByteBuffer[] user, int from, int to) {
        return prepare(operation, user, from, to, true);
    }

    /** The same for a datagram, which is received even when there is no room for it. */
    public int prepareReceiveDatagram(OsOperation operation, ByteBuffer[] user, int from, int to) {
        return atLeastOne(operation, prepare(operation, user, from, to, false), 1);
    }

    /** The same for a datagram, which may be empty. */
    public int prepareSendDatagram(OsOperation operation, ByteBuffer[] user, int from, int to) {
        return atLeastOne(operation, prepare(operation, user, from, to, true), 0);
    }

    /** Gives a call that would have no buffer one that isn't the user's. */
    private int atLeastOne(OsOperation operation, int prepared, int length) {
        if (prepared > 0) {
            return prepared;
        }
        staging = temporaries.take(1);
        operation.buffer(0, staging.address(), length);
        return 1;
    }

    private int prepare(OsOperation operation, ByteBuffer[] user, int from, int to, boolean send) {
        int staged = 0;
        for (int i = from; i < to && count < OsOperation.MAX_BUFFERS && bytes < MAX_BYTES; i++) {
            ByteBuffer buffer = user[i];
            int length = Math.min(buffer.remaining(), MAX_BYTES - bytes);
            boolean direct = buffer.isDirect() && !Arenas.own(buffer);
            if (!direct) {
                length = Math.min(length, MAX_STAGED - staged);
                staged += length;
            }
            if (length > 0) {
                if (count == buffers.length) {
                    makeRoom();
                }
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

    private void makeRoom() {
        buffers = Arrays.copyOf(buffers, OsOperation.MAX_BUFFERS);
        lengths = Arrays.copyOf(lengths, OsOperation.MAX_BUFFERS);
        inPlace = Arrays.copyOf(inPlace, OsOperation.MAX_BUFFERS);
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

    /** How many bytes the prepared call may transfer at most. */
    public int bytes() {
        return bytes;
    }

    /** After a call received this many bytes, or none. */
    public void completeReceive(int received) {
        try {
            if (received > 0) {
                fill(received);
            }
        } finally {
            reset();
        }
    }

    private void fill(int received) {
        int left = received;
        int at = 0;
        for (int i = 0; i < count && left > 0; i++) {
            ByteBuffer buffer = buffers[i];
            int length = Math.min(left, lengths[i]);
            if (!inPlace[i]) {
                buffer.put(buffer.position(), staging.buffer(), at, length);
                at += lengths[i];
            }
            buffer.position(buffer.position() + length);
            left -= length;
        }
    }

    /** After the kernel took this many bytes, or none. */
    public void completeSend(int sent) {
        int left = Math.max(0, sent);
        for (int i = 0; i < count; i++) {
            int length = Math.min(left, lengths[i]);
            buffers[i].position(buffers[i].position() + length);
            left -= length;
        }
        reset();
    }

    private void reset() {
        for (int i = 0; i < count; i++) {
            buffers[i] = null;
        }
        count = 0;
        bytes = 0;
        if (staging != null) {
            temporaries.release(staging);
            staging = null;
        }
    }
}
