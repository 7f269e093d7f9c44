package io.nioshare.provider.park;

import io.nioshare.provider.os.Deadline;
import io.nioshare.provider.os.OsRegistration;
import io.nioshare.provider.os.OsStatus;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** The place where the thread of one operation waits for its socket. */
final class Parking implements ParkingPoller.Request {

    private final ParkingPoller poller;
    private OsRegistration registration;
    private volatile int operations;
    private volatile Sleeper sleeper;
    private volatile boolean ready;

    /** Why the poller can't wait for what was asked; else null. */
    private volatile IOException refusal;

    Parking(ParkingPoller poller) {
        this.poller = poller;
    }

    void registered(OsRegistration registration) {
        this.registration = registration;
    }

    /**
     * Sleeps until the socket is ready, the time is over, or {@code ended} holds and {@link #wake} is called.
     *
     * @throws IOException when the system refuses to tell that the socket is ready
     */
    void await(int operations, long timeout, Sleeper sleeper, BooleanSupplier ended) throws IOException {
        long deadline = Deadline.of(timeout);
        this.operations = operations;
        ready = false;
        refusal = null;
        this.sleeper = sleeper;
        try {
            poller.request(this);
            while (!ready && !ended.getAsBoolean()) {
                if (timeout == OsStatus.FOREVER) {
                    sleeper.sleep(Sleeper.NO_LIMIT);
                } else {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return;
                    }
                    sleeper.sleep(left);
                }
            }
        } finally {
            this.sleeper = null;
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    void wake() {
        Sleeper asleep = sleeper;
        if (asleep != null) {
            asleep.wake();
        }
    }

    /** Has the poller know what is waited for. After an error the thread tries again what it waits for. */
    @Override
    public boolean run() {
        boolean armed = false;
        try {
            registration.interest(operations);
            armed = true;
        } catch (IOException e) {
            refusal = e;
        } finally {
            if (!armed) {
                ready();
            }
        }
        return true;
    }

    void ready() {
        ready = true;
        wake();
    }

    void release() {
        registration.release();
    }
}
