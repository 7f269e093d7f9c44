package io.nioshare.provider.park;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Whether the current thread is virtual, on JDKs that have such threads and on those that haven't. */
public final class VirtualThreads {

    /** Null before JDK 21. */
    private static final MethodHandle IS_VIRTUAL = find();

    private static final int RELEASE = Runtime.version().feature();

    /** Whether a virtual thread that holds a monitor keeps its carrier. */
    private static final boolean PINNED_BY_MONITORS = RELEASE < 24;

    /** Whether who interrupts one closes its channel with a lock in hand that the thread needs to look for interrupts. */
    private static final boolean INTERRUPTED_UNDER_LOCK = RELEASE < 22;

    private VirtualThreads() {}

    private static MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException beforeJdk21) {
            return null;
        }
    }

    /** Whether the current thread is one that, where it holds a monitor, keeps others from running while it waits. */
    public static boolean isCurrentPinnable() {
        return PINNED_BY_MONITORS && isCurrent();
    }

    /** Whether the current thread is one that who interrupts it must not wait for. */
    public static boolean isCurrentInterruptedUnderLock() {
        return INTERRUPTED_UNDER_LOCK && isCurrent();
    }

    public static boolean isCurrent() {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
