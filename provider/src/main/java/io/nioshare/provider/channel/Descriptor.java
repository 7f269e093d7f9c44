package io.nioshare.provider.channel;

import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.park.SuspendableUse;
import io.nioshare.provider.park.VirtualThreads;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;

/**
 * A channel's descriptor and the operations on it: counts the calls that use it, and releases it once, at the channel's
 * close, or when nobody can reach the channel any more to close it. So it must not know the channel.
 *
 * <p>Itself the channel's state lock.
 */
@SuppressWarnings("serial") // Nobody writes a lock to a stream.
final class Descriptor extends Mutex implements SuspendableUse, Runnable {

    /** Makes every count of users negative. */
    private static final int CLOSING = Integer.MIN_VALUE;

    /** More than a user needs to leave that can. */
    private static final long PATIENCE_MILLIS = 20;

    private static final int YIELDS = 100;
    private static final long PAUSE_NANOS = 100_000;

    private static final AtomicIntegerFieldUpdater<Descriptor> USERS =
            AtomicIntegerFieldUpdater.newUpdater(Descriptor.class, "users");

    /** How many there are, {@link #CLOSING} added under the lock: every call changes it, so without the lock. */
    private volatile int users;

    private final OsSocket socket;

    /** Written under the lock. */
    private volatile OsOperation first;

    /** The same; null for a channel that does one thing only. */
    private volatile OsOperation second;

    /** Signalled when the channel begins to close and when the last user has left; null until a thread waits for it. */
    private Condition closing;

    /**
     * What the last user is to do, where who closes doesn't wait for it; else null. Until then it is reachable from here,
     * and with it the channel, which those users have anyway. Guarded by the lock.
     */
    private Runnable farewell;

    /** Whether among the users there may be a thread that {@link VirtualThreads#isCurrentPinnable} is true of. */
    private volatile boolean usedByPinnable;

    private boolean released;

    /**
     * A descriptor in use by nobody.
     *
     * @param directions how many operations can be under way at once: one or two
     */
    Descriptor(OsSocket socket, int directions) {
        this.socket = socket;
        this.first = socket.newOperation();
        this.second = directions == 2 ? socket.newOperation() : null;
    }

    OsSocket socket() {
        return socket;
    }

    /** Number 0 or 1. */
    OsOperation operation(int direction) {
        return direction == 0 ? first : second;
    }

    /** Has a successor in an operation's place from now on, which is cancelled if that one was. Under the lock. */
    void replaceOperation(int direction, OsOperation successor) {
        assert isHeldByCurrentThread();
        if (operation(direction).isCancelled()) {
            successor.cancel();
        }
        if (direction == 0) {
            first = successor;
        } else {
            second = successor;
        }
    }

    void ensureOpen() throws ClosedChannelException {
        assert isHeldByCurrentThread();
        if (isClosing()) {
            throw new ClosedChannelException();
        }
    }

    /** Without the lock. */
    boolean isClosing() {
        return users < 0;
    }

    /** Returns false, and nobody is in, when the channel is closing. */
    boolean enter() {
        if (USERS.incrementAndGet(this) > 0) {
            return true;
        }
        leave();
        return false;
    }

    void leave() {
        if (USERS.decrementAndGet(this) == CLOSING) {
            tellUnused();
        }
    }

    private void tellUnused() {
        Runnable left;
        lock();
        try {
            signal();
            left = farewell;
            farewell = null;
        } finally {
            unlock();
        }
        if (left != null) {
            left.run();
        }
    }

    /** Before {@link #enter}, by a thread that may wait inside. */
    void noteWaiter() {
        if (VirtualThreads.isCurrentPinnable()) {
            usedByPinnable = true;
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>A virtual thread that can be pinned doesn't queue up: it might not get the carrier, or the lock in its way, that it
     * needs to leave the queue, as long as the thread behind it has not got this lock.
     */
    @Override
    void lock() {
        if (VirtualThreads.isCurrentPinnable()) {
            for (int i = 0; !tryLock(); i++) {
                if (i < YIELDS) {
                    Thread.yield();
                } else {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        } else {
            super.lock();
        }
    }

    private void signal() {
        if (closing != null) {
            closing.signalAll();
        }
    }

    private Condition closing() {
        if (closing == null) {
            closing = newCondition();
        }
        return closing;
    }

    /**
     * Waits until the channel begins to close, at most for this long. Under the lock.
     *
     * @return false when the channel is closing
     */
    boolean awaitClosing(long millis) {
        assert isHeldByCurrentThread();
        if (VirtualThreads.isCurrentPinnable()) {
            return lookForClosing(millis);
        }
        try {
            if (!isClosing()) {
                closing().await(millis, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException closesTheChannel) {
            while (!isClosing()) {
                closing().awaitUninterruptibly();
            }
            Thread.currentThread().interrupt();
        }
        return !isClosing();
    }

    /** Waits without queueing up for the lock. */
    private boolean lookForClosing(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!isClosing() && System.nanoTime() - deadline < 0) {
            unlock();
            LockSupport.parkNanos(PAUSE_NANOS);
            lock();
        }
        return !isClosing();
    }

    /** Lets nobody in any more, and cancels what waits. Once, under the lock. */
    void close() {
        assert isHeldByCurrentThread();
        USERS.addAndGet(this, CLOSING);
        signal();
        first.cancel();
        if (second != null) {
            second.cancel();
        }
    }

    /**
     * Waits for the users, but not for ever where they might wait for the calling thread, and not at all where that is one
     * that may keep the carrier that they need: who closes holds a monitor.
     *
     * @param farewell what the last user does when this returns false
     * @return whether there is no user any more
     */
    boolean awaitUnused(Runnable farewell) {
        assert isHeldByCurrentThread();
        if (VirtualThreads.isCurrentPinnable()) {
            this.farewell = users == CLOSING ? null : farewell;
        } else if (usedByPinnable) {
            this.farewell = areGoneSoon() ? null : farewell;
        } else {
            while (users != CLOSING) {
                closing().awaitUninterruptibly();
            }
        }
        return this.farewell == null;
    }

    private boolean areGoneSoon() {
        long left = TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        try {
            while (users != CLOSING && left > 0) {
                left = closing().awaitNanos(left);
            }
        } catch (InterruptedException noTimeForThat) {
            Thread.currentThread().interrupt();
        }
        return users == CLOSING;
    }

    @Override
    public void suspend() {
        leave();
    }

    @Override
    public boolean resume() {
        return USERS.incrementAndGet(this) > 0;
    }

    /** The first call does it. */
    void release() throws IOException {
        lock();
        try {
            if (released) {
                return;
            }
            released = true;
        } finally {
            unlock();
        }
        first.close();
        if (second != null) {
            second.close();
        }
        socket.close();
    }

    @Override
    public void run() {
        try {
            release();
        } catch (IOException nobodyIsLeftToTell) {
            // The descriptor is gone all the same.
        }
    }
}
