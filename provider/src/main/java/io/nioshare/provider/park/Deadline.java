package io.nioshare.provider.park;

import java.util.concurrent.TimeUnit;

/** Ends of waits, as values of {@link System#nanoTime}. A wait of more than 292 years is one of 292 years. */
public final class Deadline {

    private Deadline() {}

    public static long after(long millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Rounded up; 0 when it is over. */
    public static long millisUntil(long deadline) {
        long nanos = deadline - System.nanoTime();
        return nanos <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1;
    }
}
