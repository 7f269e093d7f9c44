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
 * certain monitor, in that monitor.
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
        this.cancelled = operation.isCancelled();
        this.socket = socket;
        this.poller = poller;
        this.monitor = monitor;
        this.use = use;
    }

    /** One try that doesn't wait; returns {@link OsStatus#UNAVAILABLE} when it would have to. */
    private interface Attempt {
        int run() throws IOException;
    }

    private boolean waitsInTheKernel(long timeout) {
        return timeout == OsStatus.NO_WAIT || !(VirtualThreads.isCurrent() || Thread.holdsLock(monitor));
    }

    private int park(int operations, long timeout, Attempt attempt) throws IOException {
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
        MonitorSleeper sleeper = new MonitorSleeper(monitor);
        use.suspend();
        try {
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
        return waitsInTheKernel(timeout)
                ? operation.receive(buffers, timeout)
                : park(SelectionKey.OP_READ, timeout, () -> operation.receive(buffers, OsStatus.NO_WAIT));
    }

    @Override
    public int send(int buffers, long timeout) throws IOException {
        return waitsInTheKernel(timeout)
                ? operation.send(buffers, timeout)
                : park(SelectionKey.OP_WRITE, timeout, () -> operation.send(buffers, OsStatus.NO_WAIT));
    }

    @Override
    public int receiveFrom(int buffers, long timeout) throws IOException {
        return waitsInTheKernel(timeout)
                ? operation.receiveFrom(buffers, timeout)
                : park(SelectionKey.OP_READ, timeout, () -> operation.receiveFrom(buffers, OsStatus.NO_WAIT));
    }

    @Override
    public InetSocketAddress sender() {
        return operation.sender();
    }

    @Override
    public int sendTo(int buffers, InetSocketAddress target, long timeout) throws IOException {
        return waitsInTheKernel(timeout)
                ? operation.sendTo(buffers, target, timeout)
                : park(SelectionKey.OP_WRITE, timeout, () -> operation.sendTo(buffers, target, OsStatus.NO_WAIT));
    }

    @Override
    public OsSocket accept(long timeout) throws IOException {
        if (waitsInTheKernel(timeout)) {
            return operation.accept(timeout);
        }
        OsSocket[] accepted = new OsSocket[1];
        park(SelectionKey.OP_ACCEPT, timeout, () -> {
            accepted[0] = operation.accept(OsStatus.NO_WAIT);
            return accepted[0] == null ? OsStatus.UNAVAILABLE : 1;
        });
        return accepted[0];
    }

    @Override
    public int finishConnect(long timeout) throws IOException {
        return waitsInTheKernel(timeout)
                ? operation.finishConnect(timeout)
                : park(SelectionKey.OP_CONNECT, timeout, () -> operation.finishConnect(OsStatus.NO_WAIT));
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
