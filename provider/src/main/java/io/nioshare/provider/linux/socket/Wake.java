package io.nioshare.provider.linux.socket;

import static io.nioshare.provider.linux.libc.Libc.EFD_CLOEXEC;
import static io.nioshare.provider.linux.libc.Libc.EFD_NONBLOCK;

import io.nioshare.provider.linux.libc.LastError;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.memory.Scratch;
import java.io.IOException;
import java.util.ArrayDeque;

/**
 * An eventfd that ends one thread's wait. As many are open as threads have waited at once, up to a limit: a channel of
 * its own each would double the descriptors of a server with a thread per connection.
 */
public final class Wake {

    private static final int KEPT = 64;
    private static final ArrayDeque<Wake> FREE = new ArrayDeque<>();
    private static final ThreadLocal<Scratch> SCRATCH = Scratch.perThread(NativeMemory.INSTANCE, Long.BYTES);

    private final int descriptor;

    private Wake(int descriptor) {
        this.descriptor = descriptor;
    }

    public static Wake take() throws IOException {
        synchronized (FREE) {
            Wake free = FREE.pollFirst();
            if (free != null) {
                return free;
            }
        }
        int descriptor = Libc.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (descriptor < 0) {
            throw Errno.toException("eventfd", LastError.get());
        }
        return new Wake(descriptor);
    }

    int descriptor() {
        return descriptor;
    }

    /** Ends the wait, or the next one. Only until it is given back. */
    public void signal() {
        Scratch scratch = SCRATCH.get();
        scratch.view().putLong(0, 1);
        Libc.write(descriptor, scratch.address(), Long.BYTES);
    }

    /**
     * @param signalled whether somebody may have called {@link #signal}. Nobody may from now on
     */
    public void giveBack(boolean signalled) {
        if (signalled) {
            Libc.read(descriptor, SCRATCH.get().address(), Long.BYTES);
        }
        synchronized (FREE) {
            if (FREE.size() < KEPT) {
                FREE.addFirst(this);
                return;
            }
        }
        Libc.close(descriptor);
    }
}
