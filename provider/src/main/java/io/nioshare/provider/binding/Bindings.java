package io.nioshare.provider.binding;

import io.nioshare.provider.os.OsMemory;

/** How this JVM calls C functions. */
public final class Bindings {

    static final Binding CHOSEN = new JnaBinding();

    private static final OsMemory MEMORY = CHOSEN.memory();

    private Bindings() {}

    /** The error that the calling thread's last call left: {@code errno}, or what {@code GetLastError} returns. */
    public static int lastError() {
        return CHOSEN.lastError();
    }

    /** The C heap, and the addresses of direct buffers. */
    public static OsMemory memory() {
        return MEMORY;
    }
}
