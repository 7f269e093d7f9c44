package io.nioshare.harness.threads;

import java.lang.reflect.Method;

/** Virtual threads, by name, since the tests are compiled for a Java without them. */
public final class VirtualThread {

    private VirtualThread() {}

    public static Thread start(Runnable task) throws ReflectiveOperationException {
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        return (Thread) start.invoke(null, task);
    }
}
