package io.nioshare.provider.channel;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A read, write or accept lock. A thread that holds the channel's {@code blockingLock()} waits for it in that monitor,
 * so that the lock's owner, who may need the monitor to get on, can have it.
 */
final class ChannelLock {

    private final ReentrantLock lock = new ReentrantLock();
    private final Object monitor;

    /** How many threads wait in the monitor. Changed under the monitor. */
    private volatile int waiting;

    ChannelLock(Object blockingLock) {
        this.monitor = blockingLock;
    }

    void lock() {
        if (lock.tryLock()) {
            return;
        }
        if (Thread.holdsLock(monitor)) {
            lockInMonitor();
        } else {
            lock.lock();
        }
    }

    private void lockInMonitor() {
        boolean interrupted = false;
        waiting++;
        try {
            while (!lock.tryLock()) {
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            waiting--;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void unlock() {
        lock.unlock();
        if (waiting > 0) {
            synchronized (monitor) {
                monitor.notifyAll();
            }
        }
    }
}
