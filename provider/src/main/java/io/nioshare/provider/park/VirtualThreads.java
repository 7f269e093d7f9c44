package io.nioshare.provider.park;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Whether the current thread is virtual, on JDKs that have such threads and on those that haven't. */
public final class VirtualThreads {

    /** Null before JDK 21. */
    private static final MethodHandle IS_VIRTUAL = find();

    /** Whether a virtual thread that holds a monitor keeps its carrier. */
    private static final boolean PINNED_BY_MONITORS = Runtime.version().feature() < 24;

    private VirtualThreads() {}

    private static MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException beforeJdk21) {
            return null;
        }
    }

    /**
     * Whether the current thread is virtual, and the JDK before 24. Where such a thread holds a monitor, it keeps others
     * from running while it waits; and before JDK 22 who interrupts it closes its channel with a lock in hand that the
     * thread needs to look for interrupts.
     */
    public static boolean isCurrentPinnable() {
        return PINNED_BY_MONITORS && isCurrent();
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
