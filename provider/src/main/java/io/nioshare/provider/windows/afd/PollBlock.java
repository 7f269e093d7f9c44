package io.nioshare.provider.windows.afd;

import io.nioshare.provider.windows.jna.Afd;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/**
 * The memory of a poll request: an IO_STATUS_BLOCK, and an AFD_POLL_INFO that is both question and answer. The question
 * names one socket or several; the answer names those of them that are ready.
 *
 * <p>All of it is read and written in words of 64 bits, each of which is one field, or two of 32 bits of which the first
 * is the lower half.
 */
final class PollBlock {

    static final int INFO = Afd.IO_STATUS_BLOCK_BYTES;

    private static final int STATUS = Afd.IO_STATUS_STATUS / Long.BYTES;
    private static final int TIMEOUT = (INFO + Afd.INFO_TIMEOUT) / Long.BYTES;
    /** With the field Exclusive, which is never set. */
    private static final int HANDLES = (INFO + Afd.INFO_HANDLES) / Long.BYTES;

    private static final int HANDLE = (INFO + Afd.INFO_HANDLE) / Long.BYTES;
    /** With the field Status. */
    private static final int EVENTS = (INFO + Afd.INFO_EVENTS) / Long.BYTES;

    private static final int HANDLE_WORDS = Afd.HANDLE_INFO_BYTES / Long.BYTES;

    private PollBlock() {}

    static int bytes(int sockets) {
        return Afd.IO_STATUS_BLOCK_BYTES + infoBytes(sockets);
    }

    static int words(int sockets) {
        return bytes(sockets) / Long.BYTES;
    }

    static int infoBytes(int sockets) {
        return Afd.INFO_HANDLE + sockets * Afd.HANDLE_INFO_BYTES;
    }

    /** Begins a question about this many sockets, in the block at word {@code at}. */
    static void begin(LongBuffer blocks, int at, int sockets, long timeout) {
        blocks.put(at + TIMEOUT, timeout);
        blocks.put(at + HANDLES, sockets);
    }

    /** Asks about socket number {@code index} of the question. */
    static void ask(LongBuffer blocks, int at, int index, long socket, int events) {
        int entry = at + index * HANDLE_WORDS;
        blocks.put(entry + HANDLE, socket);
        blocks.put(entry + EVENTS, Integer.toUnsignedLong(events));
    }

    /** How many sockets are ready; 0 when the request failed, was cancelled or timed out. */
    static int ready(LongBuffer blocks, int at) {
        return (int) blocks.get(at + STATUS) == 0 ? (int) blocks.get(at + HANDLES) : 0;
    }

    /** Socket number {@code index} of the answer. */
    static long socket(LongBuffer blocks, int at, int index) {
        return blocks.get(at + index * HANDLE_WORDS + HANDLE);
    }

    /** What occurred on socket number {@code index} of the answer. */
    static int events(LongBuffer blocks, int at, int index) {
        return (int) blocks.get(at + index * HANDLE_WORDS + EVENTS);
    }

    /** A question about one socket, in the block at byte {@code at}. */
    static void ask(ByteBuffer block, int at, long timeout, long socket, int events) {
        block.putLong(at + TIMEOUT * Long.BYTES, timeout);
        block.putLong(at + HANDLES * Long.BYTES, 1);
        block.putLong(at + HANDLE * Long.BYTES, socket);
        block.putLong(at + EVENTS * Long.BYTES, Integer.toUnsignedLong(events));
    }

    /** What occurred, where the question was about one socket; 0 for nothing. */
    static int events(ByteBuffer block, int at) {
        boolean ready = block.getInt(at + Afd.IO_STATUS_STATUS) == 0 && block.getInt(at + INFO + Afd.INFO_HANDLES) > 0;
        return ready ? block.getInt(at + INFO + Afd.INFO_EVENTS) : 0;
    }

    /** The status of the socket, where the question was about one. */
    static int socketStatus(ByteBuffer block, int at) {
        return block.getInt(at + INFO + Afd.INFO_STATUS);
    }
}
