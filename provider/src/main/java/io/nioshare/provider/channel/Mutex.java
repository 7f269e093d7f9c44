package io.nioshare.provider.channel;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Condition;

/**
 * A lock as {@link java.util.concurrent.locks.ReentrantLock} is one, unfair, in one object instead of two: every channel
 * has two or three.
 */
@SuppressWarnings("serial") // Nobody writes a lock to a stream.
class Mutex extends AbstractQueuedSynchronizer {

    void lock() {
        acquire(1);
    }

    final boolean tryLock() {
        return tryAcquire(1);
    }

    void unlock() {
        release(1);
    }

    final boolean isHeldByCurrentThread() {
        return isHeldExclusively();
    }

    final Condition newCondition() {
        return new ConditionObject();
    }

    @Override
    protected final boolean tryAcquire(int holds) {
        Thread current = Thread.currentThread();
        int held = getState();
        if (held == 0) {
            if (!compareAndSetState(0, holds)) {
                return false;
            }
            setExclusiveOwnerThread(current);
            return true;
        }
        if (getExclusiveOwnerThread() != current) {
            return false;
        }
        setState(held + holds);
        return true;
    }

    @Override
    protected final boolean tryRelease(int holds) {
        if (!isHeldExclusively()) {
            throw new IllegalMonitorStateException();
        }
        int left = getState() - holds;
        if (left == 0) {
            setExclusiveOwnerThread(null);
        }
        setState(left);
        return left == 0;
    }

    @Override
    protected final boolean isHeldExclusively() {
        return getExclusiveOwnerThread() == Thread.currentThread();
    }
}
