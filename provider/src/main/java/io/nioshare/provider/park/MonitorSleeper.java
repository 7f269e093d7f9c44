package io.nioshare.provider.park;

import java.util.concurrent.ExecutorService;

/**
 * Waits on a monitor that the thread holds, so that others can have it meanwhile. An interrupt doesn't end the wait,
 * and is seen again after {@link #restoreInterrupt}.
 */
final class MonitorSleeper implements Sleeper {

    private static final int MILLION = 1_000_000;

    /** Whoever notifies may have to wait for the monitor, which a poller or a closing thread must not: others do it. */
    private static final ExecutorService NOTIFIERS = PlatformThreads.pool("nio-share-notifier");

    private final Object monitor;
    private final ParkingPoller poller;
    private boolean interrupted;

    /** @param poller whose thread notifies if no other can be had */
    MonitorSleeper(Object monitor, ParkingPoller poller) {
        this.monitor = monitor;
        this.poller = poller;
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
        try {
            NOTIFIERS.execute(this::notifyAllHere);
        } catch (OutOfMemoryError noThread) {
            poller.run(this::notifyAllHere);
        }
    }

    private void notifyAllHere() {
        synchronized (monitor) {
            monitor.notifyAll();
        }
    }

    void restoreInterrupt() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
