package io.nioshare.provider.windows.afd;

import io.nioshare.provider.windows.jna.Afd;
import java.nio.ByteBuffer;

/**
 * The memory of a poll request: an IO_STATUS_BLOCK, and an AFD_POLL_INFO that is both question and answer. The question
 * names one socket or several; the answer names those of them that are ready.
 */
final class PollBlock {

    static final int INFO = Afd.IO_STATUS_BLOCK_BYTES;

    private PollBlock() {}

    static int bytes(int sockets) {
        return Afd.IO_STATUS_BLOCK_BYTES + infoBytes(sockets);
    }

    static int infoBytes(int sockets) {
        return Afd.INFO_HANDLE + sockets * Afd.HANDLE_INFO_BYTES;
    }

    /** Begins a question about this many sockets. */
    static void begin(ByteBuffer block, int at, int sockets, long timeout) {
        int info = at + INFO;
        block.putLong(info + Afd.INFO_TIMEOUT, timeout);
        // In one step with the field Exclusive, which is never set.
        block.putLong(info + Afd.INFO_HANDLES, sockets);
    }

    /** Asks about socket number {@code index} of the question. */
    static void ask(ByteBuffer block, int at, int index, long socket, int events) {
        int handle = at + INFO + index * Afd.HANDLE_INFO_BYTES;
        block.putLong(handle + Afd.INFO_HANDLE, socket);
        // In one step with the field Status.
        block.putLong(handle + Afd.INFO_EVENTS, Integer.toUnsignedLong(events));
    }

    static int status(ByteBuffer block, int at) {
        return block.getInt(at + Afd.IO_STATUS_STATUS);
    }

    /** How many sockets are ready; 0 when the request failed, was cancelled or timed out. */
    static int ready(ByteBuffer block, int at) {
        return status(block, at) == 0 ? block.getInt(at + INFO + Afd.INFO_HANDLES) : 0;
    }

    /** Socket number {@code index} of the answer. */
    static long socket(ByteBuffer block, int at, int index) {
        return block.getLong(at + INFO + index * Afd.HANDLE_INFO_BYTES + Afd.INFO_HANDLE);
    }

    /** What occurred on socket number {@code index} of the answer. */
    static int events(ByteBuffer block, int at, int index) {
        return block.getInt(at + INFO + index * Afd.HANDLE_INFO_BYTES + Afd.INFO_EVENTS);
    }

    /** What occurred, where the question was about one socket; 0 for nothing. */
    static int events(ByteBuffer block, int at) {
        return ready(block, at) > 0 ? events(block, at, 0) : 0;
    }

    /** The status of the socket, where the question was about one. */
    static int socketStatus(ByteBuffer block, int at) {
        return block.getInt(at + INFO + Afd.INFO_STATUS);
    }
}
