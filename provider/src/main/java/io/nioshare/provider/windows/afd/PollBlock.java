package io.nioshare.provider.windows.afd;

import io.nioshare.provider.windows.jna.Afd;
import java.nio.ByteBuffer;

/** The memory of a poll request: an IO_STATUS_BLOCK, and an AFD_POLL_INFO that is both question and answer. */
final class PollBlock {

    static final int BYTES = Afd.IO_STATUS_BLOCK_BYTES + Afd.INFO_BYTES;
    static final int INFO = Afd.IO_STATUS_BLOCK_BYTES;

    private PollBlock() {}

    static void ask(ByteBuffer block, int at, long socket, int events, long timeout) {
        block.putLong(at + Afd.IO_STATUS_STATUS, 0);
        block.putLong(at + Long.BYTES, 0);
        int info = at + INFO;
        block.putLong(info + Afd.INFO_TIMEOUT, timeout);
        block.putInt(info + Afd.INFO_HANDLES, 1);
        block.putInt(info + Afd.INFO_EXCLUSIVE, 0);
        block.putLong(info + Afd.INFO_HANDLE, socket);
        block.putInt(info + Afd.INFO_EVENTS, events);
        block.putInt(info + Afd.INFO_STATUS, 0);
    }

    static int status(ByteBuffer block, int at) {
        return block.getInt(at + Afd.IO_STATUS_STATUS);
    }

    /** What occurred; 0 when the request failed, was cancelled or timed out. */
    static int events(ByteBuffer block, int at) {
        boolean answered = status(block, at) == 0 && block.getInt(at + INFO + Afd.INFO_HANDLES) > 0;
        return answered ? block.getInt(at + INFO + Afd.INFO_EVENTS) : 0;
    }

    /** The status of the socket that was asked about. */
    static int socketStatus(ByteBuffer block, int at) {
        return block.getInt(at + INFO + Afd.INFO_STATUS);
    }
}
