package io.nioshare.provider.park;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Waits on a monitor that the thread holds, so that others can have it meanwhile. An interrupt doesn't end the wait,
 * and is seen again after {@link #restoreInterrupt}.
 */
final class MonitorSleeper implements Sleeper {

    private static final int MILLION = 1_000_000;

    /**
     * Whoever notifies may have to wait for the monitor, which a poller or a closing thread must not: others do it. One stays,
     * for when no thread is to be had.
     */
    private static final ThreadPoolExecutor NOTIFIERS = PlatformThreads.pool("nio-share-notifier", 1);

    private final Object monitor;
    private final ParkingPoller poller;
    private boolean interrupted;

    /** @param poller whose thread looks for one that notifies if there is none to be had */
    MonitorSleeper(Object monitor, ParkingPoller poller) {
        this.monitor = monitor;
        this.poller = poller;
        try {
            NOTIFIERS.prestartCoreThread();
        } catch (OutOfMemoryError noThread) {
            // Perhaps when it is needed.
        }
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
        if (!hasOtherWake()) {
            try {
                poller.request(this::hasOtherWake);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private boolean hasOtherWake() {
        try {
            NOTIFIERS.execute(this::notifyAllHere);
            return true;
        } catch (OutOfMemoryError noThread) {
            return false;
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
