package io.nioshare.provider.linux.libc;

import io.nioshare.provider.binding.Bindings;
import io.nioshare.provider.os.OsMemory;

/** The C heap, and the addresses of direct buffers. */
public final class NativeMemory {

    public static final OsMemory INSTANCE = Bindings.memory();

    private NativeMemory() {}
}
