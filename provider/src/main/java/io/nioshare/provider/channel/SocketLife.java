package io.nioshare.provider.channel;

import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.select.Pollable;
import io.nioshare.provider.select.StateListener;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one owner of a channel's descriptor: has the calls that use it counted, knows the pollers it is in, and closes it
 * once, when nobody uses it any more. Its states are drawn in the package's description.
 */
final class SocketLife implements Pollable {

    private static final Cleaner CLEANER = Cleaner.create();

    private final OsSocket socket;
    private final OsOperation[] operations;
    private final DescriptorRelease release;
    private final Cleaner.Cleanable whenUnreachable;

    private final DescriptorUsers users = new DescriptorUsers();

    /** The channel's state lock. Guards everything below. */
    private final ReentrantLock lock = users.lock();

    private final Condition closes = lock.newCondition();
    private final List<OsRegistration> registrations = new ArrayList<>(1);
    private final List<StateListener> listeners = new ArrayList<>(1);

    /**
     * For a channel, whose descriptor is released when it becomes unreachable, too.
     *
     * @param directions how many operations can be under way at once
     */
    SocketLife(SelectableChannel channel, ChannelServices services, OsSocket socket, int directions) {
        this.socket = socket;
        this.operations = new OsOperation[directions];
        for (int i = 0; i < directions; i++) {
            operations[i] = services.newOperation(socket, channel.blockingLock(), users);
        }
        this.release = new DescriptorRelease(socket, operations);
        this.whenUnreachable = CLEANER.register(channel, release);
    }

    /** The operation of one direction. */
    OsOperation operation(int direction) {
        return operations[direction];
    }

    ReentrantLock lock() {
        return lock;
    }

    /** The descriptor, for a call between {@link #enter} and {@link #leave}, or under the state lock while open. */
    OsSocket socket() {
        return socket;
    }

    void ensureOpen() throws ClosedChannelException {
        users.ensureOpen();
    }

    /** Without the lock. */
    boolean isClosing() {
        return users.isClosing();
    }

    /** Keeps the descriptor open until {@link #leave}. */
    void enter() throws ClosedChannelException {
        if (!users.enter()) {
            throw new ClosedChannelException();
        }
    }

    /** The same; false when it is too late for that. */
    boolean tryEnter() {
        return users.enter();
    }

    void leave() {
        users.leave();
    }

    /**
     * Lets some time pass, within the gate of a call that an interrupt closes the channel under.
     *
     * @return false when the channel is being closed, which ends the pause
     */
    boolean pause(long millis) {
        lock.lock();
        try {
            if (!users.isClosing()) {
                closes.await(millis, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException closesTheChannel) {
            while (!users.isClosing()) {
                closes.awaitUninterruptibly();
            }
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return !users.isClosing();
    }

    @Override
    public void addListener(StateListener listener) {
        lock.lock();
        try {
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void removeListener(StateListener listener) {
        lock.lock();
        try {
            listeners.remove(listener);
        } finally {
            lock.unlock();
        }
    }

    /** Tells the keys that what is possible on the channel has changed. */
    void stateChanged() {
        lock.lock();
        try {
            listeners.forEach(StateListener::stateChanged);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public OsRegistration enroll(OsPoller poller, Object attachment) throws IOException {
        lock.lock();
        try {
            if (users.isClosing()) {
                return null;
            }
            OsRegistration registration = poller.register(socket, attachment);
            registrations.add(registration);
            return registration;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void withdraw(OsRegistration registration) {
        lock.lock();
        try {
            registrations.remove(registration);
        } finally {
            lock.unlock();
        }
        registration.release();
    }

    /**
     * Cancels what waits, waits for those who use the descriptor to leave, and releases it. Called once, by the
     * channel's {@code close}.
     */
    void close() throws IOException {
        close(() -> {});
    }

    /**
     * As {@link #close()}.
     *
     * @param lastUse what is done with the descriptor before it is released, under the state lock
     */
    void close(Runnable lastUse) throws IOException {
        lock.lock();
        try {
            users.close();
            closes.signalAll();
            for (OsOperation operation : operations) {
                operation.cancel();
            }
            users.awaitUnused();
            registrations.forEach(OsRegistration::release);
            registrations.clear();
            lastUse.run();
        } finally {
            lock.unlock();
        }
        try {
            release.now();
        } finally {
            whenUnreachable.clean();
        }
    }
}
