package io.nioshare.provider.os;

import java.nio.ByteBuffer;

/** Memory outside the Java heap, at addresses that a kernel can be given. Thread-safe. */
public interface OsMemory {

    /** Allocates zeroed memory that lives until {@link #free}. */
    long allocate(int bytes);

    void free(long address);

    /** A view, in native byte order, that doesn't own what it shows. */
    ByteBuffer view(long address, int bytes);

    /** The address of a direct buffer's first byte (index 0, whatever its position). */
    long addressOf(ByteBuffer direct);
}
