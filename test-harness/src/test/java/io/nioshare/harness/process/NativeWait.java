package io.nioshare.harness.process;

import io.nioshare.provider.binding.NativeFunction;

/** Tells when a thread waits inside the system. Nothing but its stack says so, so that is looked at again and again. */
public final class NativeWait {

    private static final long LIMIT_NANOS = 20_000_000_000L;
    private static final long INTERVAL_MILLIS = 5;
    private static final int TIMES_IN_A_ROW = 3;

    private NativeWait() {}

    /** Returns when the thread is in a native call of the provider, and stays there. */
    public static void await(Thread thread) throws InterruptedException {
        long start = System.nanoTime();
        for (int seen = 0; seen < TIMES_IN_A_ROW; seen = isInSystem(thread) ? seen + 1 : 0) {
            if (!thread.isAlive()) {
                throw new IllegalStateException(thread + " has ended instead of waiting in the system");
            }
            if (System.nanoTime() - start > LIMIT_NANOS) {
                throw new IllegalStateException(thread + " doesn't wait in the system");
            }
            Thread.sleep(INTERVAL_MILLIS);
        }
    }

    private static boolean isInSystem(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        if (!isNative(stack)) {
            return false;
        }
        StackTraceElement function = stack[0].isNativeMethod() ? stack[0] : stack[1];
        return function.getClassName().startsWith("io.nioshare.provider.")
                && function.getMethodName()
                        .matches(
                                "WaitForSingleObject|GetQueuedCompletionStatusEx|epoll_wait|poll|recv|recvfrom|recvmsg");
    }

    /** Whether this is the stack of a thread in a native call, be it a foreign one, whose own frames are hidden. */
    public static boolean isNative(StackTraceElement[] stack) {
        return stack.length > 1
                && (stack[0].isNativeMethod() || stack[0].getClassName().equals(NativeFunction.class.getName()));
    }
}
