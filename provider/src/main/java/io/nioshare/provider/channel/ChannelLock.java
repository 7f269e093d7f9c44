package io.nioshare.provider.channel;

/**
 * A read, write or accept lock. A thread that holds the channel's {@code blockingLock()} waits for it in that monitor,
 * so that the lock's owner, who may need the monitor to get on, can have it.
 */
@SuppressWarnings("serial") // Nobody writes a lock to a stream.
class ChannelLock extends Mutex {

    private final Object monitor;

    /** How many threads wait in the monitor. Changed under the monitor. */
    private volatile int waiting;

    ChannelLock(Object blockingLock) {
        this.monitor = blockingLock;
    }

    @Override
    final void lock() {
        if (tryLock()) {
            return;
        }
        if (Thread.holdsLock(monitor)) {
            lockInMonitor();
        } else {
            acquire(1);
        }
    }

    private void lockInMonitor() {
        boolean interrupted = false;
        waiting++;
        try {
            while (!tryLock()) {
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

    @Override
    final void unlock() {
        release(1);
        if (waiting > 0) {
            synchronized (monitor) {
                monitor.notifyAll();
            }
        }
    }
}
