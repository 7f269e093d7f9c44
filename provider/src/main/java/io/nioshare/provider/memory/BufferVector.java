package io.nioshare.provider.memory;

import io.nioshare.provider.memory.TemporaryBuffers.Temporary;
import io.nioshare.provider.os.OsMemory;
import io.nioshare.provider.os.OsOperation;
import java.nio.ByteBuffer;

/**
 * Turns a user's buffers into the addresses of one call, and its result into their positions. Direct buffers are used
 * in place; heap buffers, and those whose memory an arena may free, are copied to or from a temporary one. Between
 * {@code prepare} and {@code complete} the kernel may use the memory, and this object keeps it reachable. Not
 * thread-safe: it belongs to a channel's direction, under its lock.
 */
public final class BufferVector {

    /** More would only be locked memory: a kernel takes a call of this size no faster than two. */
    static final int MAX_BYTES = 1 << 20;

    /** How much heap data is copied for one call. */
    static final int MAX_STAGED = 128 << 10;

    private final OsMemory memory;
    private final TemporaryBuffers temporaries;

    /** The buffer of a call that has one. */
    private ByteBuffer single;

    private Temporary staging;
    private int bytes;

    /** For calls that have several: null until the first of them, which for most channels never comes. */
    private Gather gather;

    public BufferVector(OsMemory memory, TemporaryBuffers temporaries) {
        this.memory = memory;
        this.temporaries = temporaries;
    }

    /** For receiving into {@code user[from]} and those after it. Returns how many buffers the call has; 0 for no room. */
    public int prepareReceive(OsOperation operation, ByteBuffer[] user, int from, int to) {
        return to - from == 1
                ? prepareOne(operation, user[from], false)
                : prepareMany(operation, user, from, to, false);
    }

    /** For sending. Returns how many buffers the call has; 0 for nothing to send. */
    public int prepareSend(OsOperation operation, ByteBuffer[] user, int from, int to) {
        return to - from == 1 ? prepareOne(operation, user[from], true) : prepareMany(operation, user, from, to, true);
    }

    /** The same for a datagram, which is received even when there is no room for it. */
    public int prepareReceiveDatagram(OsOperation operation, ByteBuffer[] user, int from, int to) {
        int prepared = prepareReceive(operation, user, from, to);
        return prepared > 0 ? prepared : standIn(operation, 1);
    }

    /** The same for a datagram, which may be empty. */
    public int prepareSendDatagram(OsOperation operation, ByteBuffer[] user, int from, int to) {
        int prepared = prepareSend(operation, user, from, to);
        return prepared > 0 ? prepared : standIn(operation, 0);
    }

    /** Gives a call that would have no buffer one that isn't the user's. */
    private int standIn(OsOperation operation, int length) {
        staging = temporaries.take(1);
        operation.buffer(0, staging.address(), length);
        return 1;
    }

    private int prepareOne(OsOperation operation, ByteBuffer user, boolean send) {
        int length = Math.min(user.remaining(), MAX_BYTES);
        if (length == 0) {
            return 0;
        }
        single = user;
        if (user.isDirect() && !Arenas.own(user)) {
            bytes = length;
            operation.buffer(0, memory.addressOf(user) + user.position(), length);
        } else {
            stage(operation, user, Math.min(length, MAX_STAGED), send);
        }
        return 1;
    }

    private void stage(OsOperation operation, ByteBuffer user, int length, boolean send) {
        staging = temporaries.take(length);
        if (send) {
            staging.buffer().put(0, user, user.position(), length);
        } else {
            Arenas.requireAccess(user);
        }
        bytes = length;
        operation.buffer(0, staging.address(), length);
    }

    private int prepareMany(OsOperation operation, ByteBuffer[] user, int from, int to, boolean send) {
        if (gather == null) {
            gather = new Gather(memory, temporaries);
        }
        int count = gather.prepare(operation, user, from, to, send);
        bytes = gather.bytes();
        return count;
    }

    /** How many bytes the prepared call may transfer at most. */
    public int bytes() {
        return bytes;
    }

    /** After a call received this many bytes, or none. */
    public void completeReceive(int received) {
        ByteBuffer user = single;
        try {
            if (user == null) {
                completeMany(received, true);
            } else if (received > 0) {
                if (staging != null) {
                    user.put(user.position(), staging.buffer(), 0, received);
                }
                user.position(user.position() + received);
            }
        } finally {
            reset();
        }
    }

    /** After the kernel took this many bytes, or none. */
    public void completeSend(int sent) {
        ByteBuffer user = single;
        if (user == null) {
            completeMany(sent, false);
        } else if (sent > 0) {
            user.position(user.position() + sent);
        }
        reset();
    }

    private void completeMany(int transferred, boolean received) {
        if (gather != null) {
            gather.complete(transferred, received);
        }
    }

    private void reset() {
        single = null;
        bytes = 0;
        if (staging != null) {
            temporaries.release(staging);
            staging = null;
        }
    }
}
