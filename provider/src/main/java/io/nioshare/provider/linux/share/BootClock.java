package io.nioshare.provider.linux.share;

import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.memory.Scratch;

/** {@code CLOCK_BOOTTIME}: nobody sets it, it goes on while the machine sleeps, and all processes read the same. */
final class BootClock {

    private static final long SECOND = 1_000_000_000;
    private static final ThreadLocal<Scratch> TIMESPEC = Scratch.perThread(NativeMemory.INSTANCE, 16);

    private BootClock() {}

    static long nanos() {
        Scratch time = TIMESPEC.get();
        Libc.clock_gettime(Libc.CLOCK_BOOTTIME, time.address());
        return time.view().getLong(0) * SECOND + time.view().getLong(Long.BYTES);
    }
}
