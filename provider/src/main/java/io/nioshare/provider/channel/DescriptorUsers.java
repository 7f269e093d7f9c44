package io.nioshare.provider.channel;

import io.nioshare.provider.park.SuspendableUse;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the calls that use a channel's descriptor. Knows nothing of the channel, which it would keep reachable. */
final class DescriptorUsers implements SuspendableUse {

    /** The channel's state lock. Guards everything below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition unused = lock.newCondition();
    private int users;
    private volatile boolean closing;

    ReentrantLock lock() {
        return lock;
    }

    void ensureOpen() throws ClosedChannelException {
        assert lock.isHeldByCurrentThread();
        if (closing) {
            throw new ClosedChannelException();
        }
    }

    /** Without the lock. */
    boolean isClosing() {
        return closing;
    }

    void enter() throws ClosedChannelException {
        lock.lock();
        try {
            ensureOpen();
            users++;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            users--;
            if (users == 0 && closing) {
                unused.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more. */
    void close() {
        assert lock.isHeldByCurrentThread();
        closing = true;
    }

    void awaitUnused() {
        assert lock.isHeldByCurrentThread();
        while (users > 0) {
            unused.awaitUninterruptibly();
        }
    }

    @Override
    public void suspend() {
        leave();
    }

    @Override
    public boolean resume() {
        lock.lock();
        try {
            users++;
            return !closing;
        } finally {
            lock.unlock();
        }
    }
}
