package io.nioshare.provider.channel;

import java.nio.ByteBuffer;

/** Datagrams that are put together in memory, since they have more buffers than a call takes. */
final class Datagrams {

    /** More than any datagram can have, so that too much is refused by the system, not cut here. */
    private static final int MAX_BYTES = 1 << 17;

    private Datagrams() {}

    /** A buffer with room for what these hold. */
    static ByteBuffer roomFor(ByteBuffer[] buffers, int from, int to) {
        long remaining = 0;
        for (int i = from; i < to; i++) {
            remaining += buffers[i].remaining();
        }
        return ByteBuffer.allocate((int) Math.min(remaining, MAX_BYTES));
    }
}
