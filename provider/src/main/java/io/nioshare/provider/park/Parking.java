package io.nioshare.provider.park;

import io.nioshare.provider.os.OsRegistration;
import io.nioshare.provider.os.OsStatus;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The place where the virtual thread of one operation waits for its socket. */
final class Parking {

    private final ParkingPoller poller;
    private OsRegistration registration;
    private volatile int operations;
    private volatile Thread thread;
    private volatile boolean ready;

    Parking(ParkingPoller poller) {
        this.poller = poller;
    }

    void registered(OsRegistration registration) {
        this.registration = registration;
    }

    /** Parks until the socket is ready, the time is over, or {@code ended} holds and {@link #unpark} is called. */
    void await(int operations, long timeout, BooleanSupplier ended) throws IOException {
        long deadline = timeout == OsStatus.FOREVER ? 0 : System.nanoTime() + timeout * 1_000_000;
        this.operations = operations;
        ready = false;
        thread = Thread.currentThread();
        try {
            poller.request(this);
            while (!ready && !ended.getAsBoolean()) {
                if (timeout == OsStatus.FOREVER) {
                    LockSupport.park(this);
                } else {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return;
                    }
                    LockSupport.parkNanos(this, left);
                }
            }
        } finally {
            thread = null;
        }
    }

    void unpark() {
        LockSupport.unpark(thread);
    }

    /** By the poller's thread, as everything that concerns interest. */
    void arm() {
        try {
            registration.interest(operations);
        } catch (IOException theNextAttemptWillTell) {
            ready();
        }
    }

    void ready() {
        ready = true;
        unpark();
    }

    void release() {
        registration.release();
    }
}
