package io.nioshare.provider.park;

import io.nioshare.provider.os.Deadline;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;

/**
 * An operation on which threads wait as its backend does it, but virtual threads by parking, and threads that hold a
 * certain monitor, in that monitor: outside of its transfers, by {@link #retry}.
 */
public final class ParkingOperation implements OsOperation {

    private final OsOperation operation;
    private final OsSocket socket;
    private final ParkingPoller poller;
    private final Object monitor;
    private final SuspendableUse use;

    /** Null until a thread has had to wait outside of the kernel. Written under the lock of the channel's direction. */
    private volatile Parking parking;

    private volatile boolean cancelled;

    /**
     * Takes over an operation of this socket, which goes on serving calls that don't wait.
     *
     * @param monitor what a thread must not hold while it waits
     * @param use suspended while a thread waits for the monitor, too: a thread that closes the channel may hold it
     */
    public ParkingOperation(
            OsOperation operation, OsSocket socket, ParkingPoller poller, Object monitor, SuspendableUse use) {
        this.operation = operation;
        this.socket = socket;
        this.poller = poller;
        this.monitor = monitor;
        this.use = use;
    }

    /** One try that doesn't wait; returns {@link OsStatus#UNAVAILABLE} when it would have to. */
    @FunctionalInterface
    public interface Attempt {
        int run() throws IOException;
    }

    /** The operation as one that the calling thread must {@link #retry}, or null when its transfers may wait so long. */
    public static ParkingOperation outside(OsOperation operation, long timeout) {
        boolean waits = timeout != OsStatus.NO_WAIT;
        return waits && operation instanceof ParkingOperation parking && parking.keepsOut() ? parking : null;
    }

    /** Whether the calling thread must not wait in the kernel. */
    private boolean keepsOut() {
        return VirtualThreads.isCurrent() || Thread.holdsLock(monitor);
    }

    /**
     * Makes attempts, and waits between them. Memory that an attempt needs it takes and gives back itself, so that a
     * thread that waits has none: there may be very many.
     *
     * @param operations what to wait for, as bits of {@link SelectionKey}
     * @return what the last attempt returned, or an {@link OsStatus}
     */
    public int retry(int operations, long timeout, Attempt attempt) throws IOException {
        long deadline = Deadline.of(timeout);
        while (true) {
            if (cancelled) {
                return OsStatus.CANCELLED;
            }
            int result = attempt.run();
            if (result != OsStatus.UNAVAILABLE) {
                return result;
            }
            long left = Deadline.millisUntil(deadline);
            if (left == OsStatus.NO_WAIT) {
                return OsStatus.UNAVAILABLE;
            }
            if (Thread.holdsLock(monitor)) {
                awaitInMonitor(operations, left);
            } else {
                parking().await(operations, left, new ThreadSleeper(), () -> cancelled);
            }
        }
    }

    private void awaitInMonitor(int operations, long timeout) throws IOException {
        Parking here = parking();
        MonitorSleeper sleeper = new MonitorSleeper(monitor, poller);
        try {
            use.suspend();
            here.await(operations, timeout, sleeper, () -> cancelled);
        } finally {
            if (!use.resume()) {
                cancelled = true;
            }
            sleeper.restoreInterrupt();
        }
    }

    private Parking parking() throws IOException {
        Parking here = parking;
        if (here == null) {
            here = poller.register(socket);
            parking = here;
        }
        return here;
    }

    @Override
    public void buffer(int index, long address, int length) {
        operation.buffer(index, address, length);
    }

    @Override
    public int receive(int buffers, long timeout) throws IOException {
        return operation.receive(buffers, timeout);
    }

    @Override
    public int send(int buffers, long timeout) throws IOException {
        return operation.send(buffers, timeout);
    }

    @Override
    public int receiveFrom(int buffers, long timeout) throws IOException {
        return operation.receiveFrom(buffers, timeout);
    }

    @Override
    public InetSocketAddress sender() {
        return operation.sender();
    }

    @Override
    public int sendTo(int buffers, InetSocketAddress target, long timeout) throws IOException {
        return operation.sendTo(buffers, target, timeout);
    }

    @Override
    public OsSocket accept(long timeout) throws IOException {
        if (outside(this, timeout) == null) {
            return operation.accept(timeout);
        }
        OsSocket[] accepted = new OsSocket[1];
        retry(SelectionKey.OP_ACCEPT, timeout, () -> {
            accepted[0] = operation.accept(OsStatus.NO_WAIT);
            return accepted[0] == null ? OsStatus.UNAVAILABLE : 1;
        });
        return accepted[0];
    }

    @Override
    public int finishConnect(long timeout) throws IOException {
        return outside(this, timeout) == null
                ? operation.finishConnect(timeout)
                : retry(SelectionKey.OP_CONNECT, timeout, () -> operation.finishConnect(OsStatus.NO_WAIT));
    }

    @Override
    public void cancel() {
        cancelled = true;
        operation.cancel();
        Parking here = parking;
        if (here != null) {
            here.wake();
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void close() {
        Parking here = parking;
        if (here != null) {
            here.release();
        }
        operation.close();
    }
}
