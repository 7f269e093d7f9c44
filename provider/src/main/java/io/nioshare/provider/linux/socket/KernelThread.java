package io.nioshare.provider.linux.socket;

import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.memory.Scratch;
import io.nioshare.provider.security.Privileged;

/**
 * A thread as the kernel knows it, and the signal that wakes it when it waits in a system call, which then fails with
 * {@code EINTR}. The JDK has that signal for the same purpose, and a handler for it that does nothing.
 */
final class KernelThread {

    /** {@code SIGRTMAX - 2}. */
    private static final int SIGNAL = 62;

    private static final String CLASS_WITH_HANDLER = "sun.nio.ch.NativeThread";

    /** "sigaction(2)": see {@link Libc#sigaction}. */
    private static final int HANDLER = 0;

    private static final int FLAGS = 136;
    private static final int SCRATCH_BYTES = 152;
    private static final long SIG_IGN = 1;
    private static final int SA_RESTART = 0x10000000;

    private static final ThreadLocal<Scratch> SCRATCH = Scratch.perThread(NativeMemory.INSTANCE, SCRATCH_BYTES);
    private static final ThreadLocal<KernelThread> CURRENT = ThreadLocal.withInitial(KernelThread::new);

    private static final int PROCESS = (int) Libc.syscall(Libc.SYS_GETPID, 0, 0, 0);

    private final int id = (int) Libc.syscall(Libc.SYS_GETTID, 0, 0, 0);
    private final boolean takesSignal = takesSignal();

    private KernelThread() {}

    /** Whether a thread that doesn't block the signal can be told by it. */
    static boolean canBeSignalled() {
        return Handler.IN_PLACE;
    }

    /** The calling thread, which must be a platform thread; null when it blocks the signal. */
    static KernelThread currentIfSignallable() {
        KernelThread current = CURRENT.get();
        return current.takesSignal ? current : null;
    }

    /** Only while the thread is known to run. */
    void signal() {
        Libc.syscall(Libc.SYS_TGKILL, PROCESS, id, SIGNAL);
    }

    private static boolean takesSignal() {
        Scratch scratch = SCRATCH.get();
        int error = Libc.sigprocmask(Libc.SIG_BLOCK, 0, scratch.address());
        return error == 0 && (scratch.view().getLong(0) >>> SIGNAL - 1 & 1) == 0;
    }

    /** Looked for when it is first needed. */
    private static final class Handler {

        static final boolean IN_PLACE = isInPlace();

        private static boolean isInPlace() {
            loadHandler();
            Scratch scratch = SCRATCH.get();
            if (Libc.sigaction(SIGNAL, 0, scratch.address()) != 0) {
                return false;
            }
            // The default would end the process.
            boolean handled = Long.compareUnsigned(scratch.view().getLong(HANDLER), SIG_IGN) > 0;
            return handled && (scratch.view().getInt(FLAGS) & SA_RESTART) == 0;
        }

        /** Whether that is how this JDK does it, the handler itself tells. */
        private static void loadHandler() {
            try {
                Privileged.run(() -> Class.forName(CLASS_WITH_HANDLER, true, null));
            } catch (ClassNotFoundException | LinkageError | SecurityException otherwise) {
                // See above.
            }
        }
    }
}
