package io.nioshare.provider.channel;

import io.nioshare.provider.park.SuspendableUse;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the calls that use a channel's descriptor. Knows nothing of the channel, which it would keep reachable. */
final class DescriptorUsers implements SuspendableUse {

    /** Makes every count of users negative. */
    private static final int CLOSING = Integer.MIN_VALUE;

    /** The channel's state lock. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Signalled under the lock. */
    private final Condition unused = lock.newCondition();

    /** How many there are, {@link #CLOSING} added under the lock: every call changes it, so without the lock. */
    private final AtomicInteger users = new AtomicInteger();

    ReentrantLock lock() {
        return lock;
    }

    void ensureOpen() throws ClosedChannelException {
        assert lock.isHeldByCurrentThread();
        if (isClosing()) {
            throw new ClosedChannelException();
        }
    }

    /** Without the lock. */
    boolean isClosing() {
        return users.get() < 0;
    }

    /** Returns false, and nobody is in, when the channel is closing. */
    boolean enter() {
        if (users.incrementAndGet() > 0) {
            return true;
        }
        leave();
        return false;
    }

    void leave() {
        if (users.decrementAndGet() == CLOSING) {
            tellUnused();
        }
    }

    private void tellUnused() {
        lock.lock();
        try {
            unused.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more. Once. */
    void close() {
        assert lock.isHeldByCurrentThread();
        users.addAndGet(CLOSING);
    }

    void awaitUnused() {
        assert lock.isHeldByCurrentThread();
        while (users.get() != CLOSING) {
            unused.awaitUninterruptibly();
        }
    }

    @Override
    public void suspend() {
        leave();
    }

    @Override
    public boolean resume() {
        return users.incrementAndGet() > 0;
    }
}
