package io.nioshare.provider.windows.afd;

import io.nioshare.provider.os.OsMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/** One piece after the other; none is used again. */
final class SwiftMemory implements OsMemory {
    private static final long BASE = 0x10000;

    private final ByteBuffer all;
    private final LongBuffer words;
    private int used;

    SwiftMemory(int bytes) {
        all = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        words = all.asLongBuffer();
    }

    /** The same memory as {@link #all}. */
    LongBuffer words() {
        return words;
    }

    ByteBuffer all() {
        return all;
    }

    int offset(long address) {
        return (int) (address - BASE);
    }

    @Override
    public long allocate(int bytes) {
        long address = BASE + used;
        used += bytes;
        return address;
    }

    @Override
    public void free(long address) {}

    @Override
    public ByteBuffer view(long address, int bytes) {
        return all.slice(offset(address), bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        throw new UnsupportedOperationException();
    }
}
