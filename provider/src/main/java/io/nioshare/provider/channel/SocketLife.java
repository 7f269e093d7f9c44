package io.nioshare.provider.channel;

import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsStatus;
import io.nioshare.provider.park.ParkingOperation;
import io.nioshare.provider.select.Pollable;
import io.nioshare.provider.select.StateListener;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;

/**
 * The one owner of a channel's descriptor: has the calls that use it counted, knows the pollers it is in, and closes it
 * once, when nobody uses it any more. Its states are drawn in the package's description.
 */
final class SocketLife implements Pollable {

    /** The direction of receiving and accepting, also of connecting. */
    static final int IN = 0;

    static final int OUT = 1;

    private static final Cleaner CLEANER = Cleaner.create();

    private final SelectableChannel channel;
    private final ChannelServices services;
    private final Cleaner.Cleanable whenUnreachable;

    /** Also the channel's state lock. Guards everything below. */
    private final Descriptor descriptor;

    /** {@link Few} {@link OsRegistration}s. */
    private Object registrations;

    /** {@link Few} {@link StateListener}s. */
    private Object listeners;

    /**
     * For a channel, whose descriptor is released when it becomes unreachable, too.
     *
     * @param directions how many operations can be under way at once
     */
    SocketLife(SelectableChannel channel, ChannelServices services, OsSocket socket, int directions) {
        this.channel = channel;
        this.services = services;
        this.descriptor = new Descriptor(socket, directions);
        this.whenUnreachable = CLEANER.register(channel, descriptor);
    }

    ChannelServices services() {
        return services;
    }

    /**
     * The operation of one direction, under its lock. Calls with {@code NO_WAIT} may keep it; the others have to ask for
     * it each time, since the first that may wait replaces it.
     */
    OsOperation operation(int direction, long timeout) {
        OsOperation operation = descriptor.operation(direction);
        boolean enough = timeout == OsStatus.NO_WAIT || operation instanceof ParkingOperation;
        return enough ? operation : newParkingOperation(direction);
    }

    /** When a thread may have to wait; with most channels that never happens. */
    private OsOperation newParkingOperation(int direction) {
        // Not under the lock: who interrupts a virtual thread may wait for it, and loading a class for the thread.
        OsOperation parking = services.parkingOperation(
                descriptor.operation(direction), direction, descriptor.socket(), channel.blockingLock(), descriptor);
        descriptor.lock();
        try {
            descriptor.replaceOperation(direction, parking);
        } finally {
            descriptor.unlock();
        }
        return parking;
    }

    /** Ends the wait of who waits in this direction, and each later one. Under the state lock. */
    void cancel(int direction) {
        assert descriptor.isHeldByCurrentThread();
        descriptor.operation(direction).cancel();
    }

    /** The channel's state lock. */
    Mutex lock() {
        return descriptor;
    }

    /** The descriptor, for a call between {@link #enter} and {@link #leave}, or under the state lock while open. */
    OsSocket socket() {
        return descriptor.socket();
    }

    void ensureOpen() throws ClosedChannelException {
        descriptor.ensureOpen();
    }

    /** Without the lock. */
    boolean isClosing() {
        return descriptor.isClosing();
    }

    /** Keeps the descriptor open until {@link #leave}. */
    void enter() throws ClosedChannelException {
        if (!descriptor.enter()) {
            throw new ClosedChannelException();
        }
    }

    /** The same; false when it is too late for that. */
    boolean tryEnter() {
        return descriptor.enter();
    }

    void leave() {
        descriptor.leave();
    }

    /**
     * Lets some time pass, within the gate of a call that an interrupt closes the channel under.
     *
     * @return false when the channel is being closed, which ends the pause
     */
    boolean pause(long millis) {
        descriptor.lock();
        try {
            return descriptor.awaitClosing(millis);
        } finally {
            descriptor.unlock();
        }
    }

    @Override
    public void addListener(StateListener listener) {
        descriptor.lock();
        try {
            listeners = Few.with(listeners, listener);
        } finally {
            descriptor.unlock();
        }
    }

    /** Tells the keys that what is possible on the channel has changed. */
    void stateChanged() {
        descriptor.lock();
        try {
            Few.forEach(listeners, StateListener.class, StateListener::stateChanged);
        } finally {
            descriptor.unlock();
        }
    }

    @Override
    public OsRegistration enroll(OsPoller poller, Object attachment) throws IOException {
        descriptor.lock();
        try {
            if (descriptor.isClosing()) {
                return null;
            }
            OsRegistration registration = poller.register(descriptor.socket(), attachment);
            registrations = Few.with(registrations, registration);
            return registration;
        } finally {
            descriptor.unlock();
        }
    }

    @Override
    public void withdraw(StateListener listener, OsRegistration registration) {
        descriptor.lock();
        try {
            listeners = Few.without(listeners, listener);
            if (registration != null) {
                registrations = Few.without(registrations, registration);
                // Under the lock: once the descriptor is closed, the system doesn't know what to take back.
                registration.release();
            }
        } finally {
            descriptor.unlock();
        }
    }

    /** Before {@link #tryEnter}, by a thread that may wait inside. */
    void noteWaiter() {
        descriptor.noteWaiter();
    }

    /**
     * Cancels what waits, waits for those who use the descriptor to leave, and releases it; where it can't wait, the last
     * of them does so. Called once, by the channel's {@code close}.
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
        descriptor.lock();
        try {
            descriptor.close();
            if (!descriptor.awaitUnused(() -> closeLate(lastUse))) {
                return;
            }
            endUse(lastUse);
        } finally {
            descriptor.unlock();
        }
        try {
            descriptor.release();
        } finally {
            whenUnreachable.clean();
        }
    }

    /** Who closed isn't there any more to be told what goes wrong. */
    private void closeLate(Runnable lastUse) {
        descriptor.lock();
        try {
            endUse(lastUse);
        } finally {
            descriptor.unlock();
            whenUnreachable.clean();
        }
    }

    private void endUse(Runnable lastUse) {
        Few.forEach(registrations, OsRegistration.class, OsRegistration::release);
        registrations = null;
        lastUse.run();
    }
}
