package io.nioshare.provider.memory;

import io.nioshare.provider.os.OsMemory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Direct buffers that stand in for heap buffers during a call: cached per thread, last in first out, bounded. */
public final class TemporaryBuffers {

    private static final int SMALLEST = 1 << 10;
    private static final int CACHED_PER_THREAD = 4;

    private final OsMemory memory;
    private final ThreadLocal<ArrayDeque<Temporary>> cache =
            ThreadLocal.withInitial(() -> new ArrayDeque<>(CACHED_PER_THREAD));

    public TemporaryBuffers(OsMemory memory) {
        this.memory = memory;
    }

    /** A direct buffer and its address. */
    public static final class Temporary {
        private final ByteBuffer buffer;
        private final long address;

        private Temporary(OsMemory memory, int bytes) {
            buffer = ByteBuffer.allocateDirect(bytes);
            address = memory.addressOf(buffer);
        }

        public ByteBuffer buffer() {
            return buffer;
        }

        public long address() {
            return address;
        }
    }

    /** A buffer with room for this many bytes, cleared. */
    public Temporary take(int bytes) {
        Temporary cached = cache.get().pollFirst();
        if (cached == null || cached.buffer.capacity() < bytes) {
            return new Temporary(memory, Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, bytes - 1)) << 1));
        }
        cached.buffer.clear();
        return cached;
    }

    /** Gives it back, by the thread that took it. */
    public void release(Temporary temporary) {
        ArrayDeque<Temporary> mine = cache.get();
        if (mine.size() < CACHED_PER_THREAD) {
            mine.addFirst(temporary);
        }
    }
}
