package io.nioshare.provider.memory;

import io.nioshare.provider.os.OsMemory;
import java.nio.ByteBuffer;

/**
 * Zeroed memory outside the heap with one owner, who frees it exactly once, and not before whoever else was given its
 * address has let go of it.
 */
public final class OffHeapBlock {

    private final OsMemory memory;
    private final long address;
    private final ByteBuffer view;
    private boolean freed;

    public OffHeapBlock(OsMemory memory, int bytes) {
        this.memory = memory;
        this.address = memory.allocate(bytes);
        this.view = memory.view(address, bytes);
    }

    public long address() {
        return address;
    }

    /** The memory in native byte order. Not to be touched after {@link #free()}. */
    public ByteBuffer view() {
        return view;
    }

    public void free() {
        if (freed) {
            throw new IllegalStateException("block freed twice");
        }
        freed = true;
        memory.free(address);
    }
}
