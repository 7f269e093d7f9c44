package io.nioshare.provider.memory;

import io.nioshare.provider.memory.TemporaryBuffers.Temporary;
import io.nioshare.provider.os.OsMemory;
import io.nioshare.provider.os.OsOperation;
import java.nio.ByteBuffer;

/**
 * Turns a user's buffer into the address of one call, and its result into the buffer's position. A direct buffer is used
 * in place; a heap buffer, and one whose memory an arena may free, is copied to or from a temporary one. Between {@code
 * prepare} and {@code complete}, which is given the buffer again and so keeps it reachable, the kernel may use the
 * memory. Has no state of its own, and serves all channels.
 */
public final class UserBuffers {

    /** More would only be locked memory: a kernel takes a call of this size no faster than two. */
    static final int MAX_BYTES = 1 << 20;

    /** How much heap data is copied for one call. */
    static final int MAX_STAGED = 128 << 10;

    private final OsMemory memory;
    private final TemporaryBuffers temporaries;

    public UserBuffers(OsMemory memory, TemporaryBuffers temporaries) {
        this.memory = memory;
        this.temporaries = temporaries;
    }

    /** For calls that have several buffers, of one direction. */
    public Gather newGather() {
        return new Gather(memory, temporaries);
    }

    /**
     * Makes a buffer that has room the operation's only one.
     *
     * @return what stands in for it, or null
     */
    public Temporary prepareReceive(OsOperation operation, ByteBuffer user) {
        if (isDirect(user)) {
            useInPlace(operation, user);
            return null;
        }
        Arenas.requireAccess(user);
        return take(operation, Math.min(user.remaining(), MAX_STAGED));
    }

    /** The same for a datagram, which is received even when there is no room for it. */
    public Temporary prepareReceiveDatagram(OsOperation operation, ByteBuffer user) {
        return user.hasRemaining() ? prepareReceive(operation, user) : take(operation, 1);
    }

    /**
     * Makes a buffer that has something to send the operation's only one.
     *
     * @return what stands in for it, or null
     */
    public Temporary prepareSend(OsOperation operation, ByteBuffer user) {
        if (isDirect(user)) {
            useInPlace(operation, user);
            return null;
        }
        int length = Math.min(user.remaining(), MAX_STAGED);
        Temporary standIn = take(operation, length);
        boolean copied = false;
        try {
            standIn.buffer().put(0, user, user.position(), length);
            copied = true;
        } finally {
            if (!copied) {
                release(standIn);
            }
        }
        return standIn;
    }

    /** The same for a datagram, which may be empty. */
    public Temporary prepareSendDatagram(OsOperation operation, ByteBuffer user) {
        return user.hasRemaining() ? prepareSend(operation, user) : take(operation, 0);
    }

    static boolean isDirect(ByteBuffer user) {
        return user.isDirect() && !Arenas.own(user);
    }

    private void useInPlace(OsOperation operation, ByteBuffer user) {
        operation.buffer(0, memory.addressOf(user) + user.position(), Math.min(user.remaining(), MAX_BYTES));
    }

    private Temporary take(OsOperation operation, int length) {
        Temporary standIn = temporaries.take(length);
        operation.buffer(0, standIn.address(), length);
        return standIn;
    }

    /** How many bytes of this buffer one call transfers at most. */
    public static int mostOf(ByteBuffer user) {
        return isDirect(user) ? MAX_BYTES : MAX_STAGED;
    }

    /** After a call received this many bytes, or none; those that there was no room for are dropped. */
    public void completeReceive(ByteBuffer user, Temporary standIn, int received) {
        try {
            if (received > 0) {
                int length = Math.min(received, user.remaining());
                if (standIn != null) {
                    user.put(user.position(), standIn.buffer(), 0, length);
                }
                user.position(user.position() + length);
            }
        } finally {
            release(standIn);
        }
    }

    /** After the kernel took this many bytes, or none. */
    public void completeSend(ByteBuffer user, Temporary standIn, int sent) {
        try {
            if (sent > 0) {
                user.position(user.position() + sent);
            }
        } finally {
            release(standIn);
        }
    }

    private void release(Temporary standIn) {
        if (standIn != null) {
            temporaries.release(standIn);
        }
    }
}
