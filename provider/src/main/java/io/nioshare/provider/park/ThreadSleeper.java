package io.nioshare.provider.park;

import java.util.concurrent.locks.LockSupport;

/** Parks the thread that made it. */
final class ThreadSleeper implements Sleeper {

    private final Thread thread = Thread.currentThread();

    @Override
    public void sleep(long nanos) {
        if (nanos == NO_LIMIT) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, nanos);
        }
    }

    @Override
    public void wake() {
        LockSupport.unpark(thread);
    }
}
