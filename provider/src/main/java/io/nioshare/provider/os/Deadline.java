package io.nioshare.provider.os;

import static io.nioshare.provider.os.OsStatus.FOREVER;
import static io.nioshare.provider.os.OsStatus.NO_WAIT;

import java.util.concurrent.TimeUnit;

/** Ends of waits that have a timeout. A wait of more than 292 years is one of 292 years. */
public final class Deadline {

    private Deadline() {}

    /**
     * When a wait that begins now is over.
     *
     * @param timeout milliseconds, or {@link OsStatus#NO_WAIT} or {@link OsStatus#FOREVER}
     * @return {@code NO_WAIT} or {@code FOREVER}, or a value of {@link System#nanoTime}, never these
     */
    public static long of(long timeout) {
        if (timeout <= NO_WAIT) {
            return timeout;
        }
        long deadline = System.nanoTime() + Math.min(TimeUnit.MILLISECONDS.toNanos(timeout), Long.MAX_VALUE - 2);
        return deadline == NO_WAIT || deadline == FOREVER ? deadline + 2 : deadline;
    }

    /** The timeout that is left, rounded up; {@code NO_WAIT} when it is over. */
    public static long millisUntil(long deadline) {
        if (deadline == NO_WAIT || deadline == FOREVER) {
            return deadline;
        }
        long nanos = deadline - System.nanoTime();
        return nanos <= 0 ? NO_WAIT : TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1;
    }
}
