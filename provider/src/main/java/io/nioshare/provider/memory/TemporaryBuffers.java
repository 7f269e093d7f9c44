package io.nioshare.provider.memory;

import io.nioshare.provider.os.OsMemory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/**
 * Memory outside the heap that stands in for heap buffers during a call: cached per thread, last in first out, bounded.
 * Virtual threads, of which there may be very many, have one cache together.
 *
 * <p>As in the JDK, the system property {@code jdk.nio.maxCachedBufferSize} says how many bytes a buffer may have to be
 * kept for the next call.
 */
public final class TemporaryBuffers {

    private static final int SMALLEST = 1 << 10;
    private static final int CACHED_PER_THREAD = 4;
    private static final int CACHED_TOGETHER = 64;

    private final OsMemory memory;
    private final BooleanSupplier virtual;
    private final long mostCached;
    private final ThreadLocal<ArrayDeque<Temporary>> ofThread =
            ThreadLocal.withInitial(() -> new ArrayDeque<>(CACHED_PER_THREAD));
    private final ArrayDeque<Temporary> ofVirtualThreads = new ArrayDeque<>(CACHED_TOGETHER);

    /**
     * @param virtual whether the current thread is virtual
     */
    public TemporaryBuffers(OsMemory memory, BooleanSupplier virtual) {
        this(memory, virtual, Long.getLong("jdk.nio.maxCachedBufferSize", Long.MAX_VALUE));
    }

    TemporaryBuffers(OsMemory memory, BooleanSupplier virtual, long mostCached) {
        this.memory = memory;
        this.virtual = virtual;
        // The JDK doesn't heed a negative limit either.
        this.mostCached = mostCached < 0 ? Long.MAX_VALUE : mostCached;
    }

    /** A direct buffer and its address. */
    public static final class Temporary {
        private final ByteBuffer buffer;
        private final long address;

        /** Owns the memory where it isn't left to the collector; else null. */
        private final OffHeapBlock block;

        private Temporary(OsMemory memory, int bytes, boolean cached) {
            block = cached ? null : new OffHeapBlock(memory, bytes);
            buffer = cached ? ByteBuffer.allocateDirect(bytes) : block.view();
            address = cached ? memory.addressOf(buffer) : block.address();
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
        if (bytes > mostCached) {
            return new Temporary(memory, bytes, false);
        }
        Temporary cached =
                virtual.getAsBoolean() ? takeShared() : ofThread.get().pollFirst();
        if (cached == null || cached.buffer.capacity() < bytes) {
            return new Temporary(memory, room(bytes), true);
        }
        cached.buffer.clear();
        return cached;
    }

    private int room(int bytes) {
        int rounded = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, bytes - 1)) << 1);
        return (int) Math.min(rounded, mostCached);
    }

    /** Gives it back, by the thread that took it. */
    public void release(Temporary temporary) {
        if (temporary.block != null) {
            temporary.block.free();
        } else if (virtual.getAsBoolean()) {
            releaseShared(temporary);
        } else {
            keep(temporary, ofThread.get(), CACHED_PER_THREAD);
        }
    }

    private Temporary takeShared() {
        synchronized (ofVirtualThreads) {
            return ofVirtualThreads.pollFirst();
        }
    }

    private void releaseShared(Temporary temporary) {
        synchronized (ofVirtualThreads) {
            keep(temporary, ofVirtualThreads, CACHED_TOGETHER);
        }
    }

    private static void keep(Temporary temporary, ArrayDeque<Temporary> cache, int most) {
        if (cache.size() < most) {
            cache.addFirst(temporary);
        }
    }
}
