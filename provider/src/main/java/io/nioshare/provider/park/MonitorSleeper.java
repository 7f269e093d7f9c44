package io.nioshare.provider.park;

import io.nioshare.provider.security.Privileged;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Waits on a monitor that the thread holds, so that others can have it meanwhile. An interrupt doesn't end the wait,
 * and is seen again after {@link #restoreInterrupt}.
 */
final class MonitorSleeper implements Sleeper {

    private static final int MILLION = 1_000_000;
    private static final int IDLE_SECONDS = 10;

    /** Whoever notifies may have to wait for the monitor, which a poller or a closing thread must not: others do it. */
    private static final ExecutorService NOTIFIERS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), MonitorSleeper::newThread);

    private final Object monitor;
    private boolean interrupted;

    MonitorSleeper(Object monitor) {
        this.monitor = monitor;
    }

    private static Thread newThread(Runnable task) {
        return Privileged.daemon(task, "nio-share-notifier");
    }

    @Override
    public void sleep(long nanos) {
        try {
            monitor.wait(nanos / MILLION, (int) (nanos % MILLION));
        } catch (InterruptedException e) {
            interrupted = true;
        }
    }

    @Override
    public void wake() {
        NOTIFIERS.execute(() -> {
            synchronized (monitor) {
                monitor.notifyAll();
            }
        });
    }

    void restoreInterrupt() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
