package io.nioshare.provider.park;

/** How a thread waits to be woken by another. */
interface Sleeper {

    /** For {@link #sleep}: as long as it takes. */
    long NO_LIMIT = 0;

    /** Waits until {@link #wake} is called or the time is over; it may return earlier. */
    void sleep(long nanos);

    /** From any thread; never waits. */
    void wake();
}
