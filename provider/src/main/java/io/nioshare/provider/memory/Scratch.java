package io.nioshare.provider.memory;

import io.nioshare.provider.os.OsMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A little memory of the calling thread's own, for the arguments of calls that don't keep them. The collector owns it,
 * so a thread that ends leaks nothing; for the same reason no pending call may be given its address.
 */
public final class Scratch {

    private final ByteBuffer view;
    private final long address;

    private Scratch(OsMemory memory, int bytes) {
        this.view = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        this.address = memory.addressOf(view);
    }

    /** One scratch of this size for each thread that asks. */
    public static ThreadLocal<Scratch> perThread(OsMemory memory, int bytes) {
        return ThreadLocal.withInitial(() -> new Scratch(memory, bytes));
    }

    public ByteBuffer view() {
        return view;
    }

    public long address() {
        return address;
    }
}
