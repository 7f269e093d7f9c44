package io.nioshare.provider.linux.socket;

import static io.nioshare.provider.linux.libc.Libc.MSG_DONTWAIT;
import static io.nioshare.provider.linux.libc.Libc.MSG_NOSIGNAL;
import static io.nioshare.provider.linux.libc.Libc.POLLERR;
import static io.nioshare.provider.linux.libc.Libc.POLLHUP;
import static io.nioshare.provider.linux.libc.Libc.POLLIN;
import static io.nioshare.provider.linux.libc.Libc.POLLOUT;
import static io.nioshare.provider.os.OsStatus.CANCELLED;
import static io.nioshare.provider.os.OsStatus.END_OF_STREAM;
import static io.nioshare.provider.os.OsStatus.FOREVER;
import static io.nioshare.provider.os.OsStatus.NO_WAIT;
import static io.nioshare.provider.os.OsStatus.UNAVAILABLE;

import io.nioshare.provider.linux.libc.LastError;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.os.ConnectionResetException;
import io.nioshare.provider.os.Deadline;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsSocket;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;

/**
 * Calls of one direction. What has to wait does so in {@code poll}, on the socket and on a {@link Wake}, and then tries
 * again; or, to receive without a timeout from a socket of this process alone, in the receiving call itself, where a
 * signal to the thread ends the wait.
 *
 * <p>A canceller sets {@link #cancelled} and signals {@link #waiting} or {@link #receiving} under this object's monitor;
 * a waiter publishes what ends its wait and looks at the flag under the same. So does whoever begins to share the socket,
 * with {@link LinuxSocket#isShared()} as the flag.
 */
final class LinuxOperation implements OsOperation {

    private static final long SIGNAL_AGAIN_MILLIS = 1;

    private final LinuxSocket socket;
    private OperationBlock block;
    private LinuxDatagrams datagrams;

    /** Buffer 0, which most calls use alone and without a vector. */
    private long firstAddress;

    private int firstLength;

    /** Null until something had to be waited for. */
    private Expectation expectation;

    /** Who waits in {@code poll}. */
    private Wake waiting;

    /** Who may wait in a receiving call. */
    private KernelThread receiving;

    /** Whether somebody may wait for that thread's return. */
    private boolean awaited;

    private volatile boolean cancelled;
    private boolean closed;

    LinuxOperation(LinuxSocket socket) {
        this.socket = socket;
    }

    @Override
    public void buffer(int index, long address, int length) {
        if (index == 0) {
            firstAddress = address;
            firstLength = length;
        } else {
            block().buffer(index, address, length);
        }
    }

    @Override
    public int receive(int buffers, long timeout) throws IOException {
        long deadline = Deadline.of(timeout);
        int ready = beforeReceive(deadline);
        while (ready == 1) {
            int count;
            int flags = beginReceive(deadline);
            try {
                count = (int) receiveNow(buffers, flags);
            } finally {
                endReceive(flags);
            }
            if (count > 0) {
                return count;
            }
            if (count == 0) {
                return END_OF_STREAM;
            }
            ready = mustWait("recv") ? afterReceive(deadline) : 1;
        }
        return ready;
    }

    private long receiveNow(int buffers, int flags) {
        return buffers == 1
                ? Libc.recv(socket.descriptor(), firstAddress, firstLength, flags)
                : Libc.recvmsg(socket.descriptor(), message(buffers, 0), flags);
    }

    /** Waits for input if it isn't likely to be there, and the call can't do so itself. As {@link #beforeInput}. */
    int beforeReceive(long deadline) throws IOException {
        boolean inCall = deadline == FOREVER
                && (socket.waitsInKernel(this) || expectation != null && socket.letWaitInKernel(this));
        return inCall ? 1 : beforeInput(deadline);
    }

    /** Before each receiving call, for which it returns the flags: it may wait in the kernel, or {@code MSG_DONTWAIT}. */
    int beginReceive(long deadline) {
        return deadline == FOREVER && socket.waitsInKernel(this) && enterKernel() ? 0 : MSG_DONTWAIT;
    }

    /** After it, with the same flags, and before its error is asked for, which the call itself has kept. */
    void endReceive(int flags) {
        if (flags != MSG_DONTWAIT) {
            returnFromKernel();
        }
    }

    private synchronized boolean enterKernel() {
        if (cancelled || socket.isShared()) {
            return false;
        }
        receiving = KernelThread.currentIfSignallable();
        return receiving != null;
    }

    private synchronized void returnFromKernel() {
        receiving = null;
        if (awaited) {
            notifyAll();
        }
    }

    /** Has who waits in a receiving call return from it, and waits until he has. */
    synchronized void leaveKernel() {
        boolean interrupted = false;
        awaited = true;
        while (receiving != null) {
            // Lost on a thread that isn't quite in the call.
            receiving.signal();
            try {
                wait(SIGNAL_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** After a receiving call that would have to wait. 1 to try again, or an {@code OsStatus}. */
    int afterReceive(long deadline) throws IOException {
        return deadline == FOREVER && socket.letWaitInKernel(this) ? 1 : awaitInput(deadline);
    }

    @Override
    public int send(int buffers, long timeout) throws IOException {
        long deadline = Deadline.of(timeout);
        int ready = 1;
        while (ready == 1) {
            int count = (int) sendNow(buffers);
            if (count >= 0) {
                return count;
            }
            ready = afterSend(deadline);
        }
        return ready;
    }

    private int afterSend(long deadline) throws IOException {
        if (cancelled && Errno.EPIPE.is(LastError.get())) {
            // This direction was shut down under the call, which is what it was cancelled for.
            return CANCELLED;
        }
        return mustWait("send") ? awaitOutput(deadline) : 1;
    }

    private long sendNow(int buffers) {
        int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
        return buffers == 1
                ? Libc.send(socket.descriptor(), firstAddress, firstLength, flags)
                : Libc.sendmsg(socket.descriptor(), message(buffers, 0), flags);
    }

    /** Where {@code struct msghdr} is, of the first {@code buffers} buffers. */
    long message(int buffers, int addressLength) {
        OperationBlock memory = block();
        memory.buffer(0, firstAddress, firstLength);
        return memory.message(buffers, addressLength);
    }

    long firstAddress() {
        return firstAddress;
    }

    int firstLength() {
        return firstLength;
    }

    /** Whether the last call failed because it would have to wait; false when it is just to be tried again. */
    private static boolean mustWait(String call) throws IOException {
        int error = LastError.get();
        if (Errno.EAGAIN.is(error)) {
            return true;
        }
        if (Errno.EINTR.is(error)) {
            return false;
        }
        IOException failure = Errno.toException(call, error);
        boolean gone = Errno.ECONNRESET.is(error) || Errno.EPIPE.is(error) || Errno.ECONNABORTED.is(error);
        throw gone ? new ConnectionResetException(failure.getMessage()) : failure;
    }

    @Override
    public int receiveFrom(int buffers, long timeout) throws IOException {
        return datagrams().receive(buffers, timeout);
    }

    @Override
    public InetSocketAddress sender() {
        return datagrams().sender();
    }

    @Override
    public int sendTo(int buffers, InetSocketAddress target, long timeout) throws IOException {
        return datagrams().send(buffers, target, timeout);
    }

    private LinuxDatagrams datagrams() {
        if (datagrams == null) {
            datagrams = new LinuxDatagrams(socket, this);
        }
        return datagrams;
    }

    @Override
    public OsSocket accept(long timeout) throws IOException {
        long deadline = Deadline.of(timeout);
        int ready = beforeInput(deadline);
        while (ready == 1) {
            LinuxSocket accepted = socket.acceptNow();
            if (accepted != null) {
                return accepted;
            }
            ready = awaitInput(deadline);
        }
        return null;
    }

    @Override
    public int finishConnect(long timeout) throws IOException {
        int ready = await(POLLOUT, Deadline.of(timeout));
        if (ready != 1) {
            return ready;
        }
        int error = OptionCalls.getInt(socket, Libc.SOL_SOCKET, Libc.SO_ERROR);
        if (error != 0) {
            throw Errno.toException("connect", error);
        }
        if ((block.pollResult() & (POLLERR | POLLHUP)) != 0 && socket.remoteAddress() == null) {
            throw new ConnectException("connect: failed, and another holder of the socket was told why");
        }
        return 1;
    }

    /** Waits for input if it isn't likely to be there. 1 to try, or an {@code OsStatus}. */
    private int beforeInput(long deadline) throws IOException {
        boolean wait = deadline != NO_WAIT && expectation != null && expectation.waitFirst();
        return wait ? await(POLLIN, deadline) : 1;
    }

    /** Waits for input after it wasn't there. 1 to try again, or an {@code OsStatus}. */
    int awaitInput(long deadline) throws IOException {
        if (deadline == NO_WAIT) {
            return UNAVAILABLE;
        }
        if (expectation == null) {
            expectation = new Expectation();
        }
        expectation.missed();
        return await(POLLIN, deadline);
    }

    /** Waits for room for output. 1 to try again, or an {@code OsStatus}. */
    int awaitOutput(long deadline) throws IOException {
        return deadline == NO_WAIT ? UNAVAILABLE : await(POLLOUT, deadline);
    }

    /** Waits for an event or an error of the socket. 1 when there is one, or an {@code OsStatus}. */
    private int await(int events, long deadline) throws IOException {
        OperationBlock memory = block();
        memory.pollSocket(socket.descriptor(), events);
        if (deadline == NO_WAIT) {
            return poll(memory, 1, NO_WAIT);
        }
        Wake wake = Wake.take();
        if (!beginWaiting(wake)) {
            wake.giveBack(false);
            return CANCELLED;
        }
        try {
            memory.pollWake(wake.descriptor());
            return poll(memory, 2, deadline);
        } finally {
            wake.giveBack(endWaiting());
        }
    }

    private int poll(OperationBlock memory, int count, long deadline) throws IOException {
        while (true) {
            int timeout = millisUntil(deadline);
            int ready = Libc.poll(memory.polls(), count, timeout);
            if (ready < 0 && !Errno.EINTR.is(LastError.get())) {
                throw Errno.toException("poll", LastError.get());
            }
            if (ready > 0) {
                return memory.pollResult() != 0 ? 1 : CANCELLED;
            }
            if (ready == 0 && millisUntil(deadline) == 0) {
                return UNAVAILABLE;
            }
        }
    }

    private static int millisUntil(long deadline) {
        return (int) Math.min(Deadline.millisUntil(deadline), Integer.MAX_VALUE);
    }

    private synchronized boolean beginWaiting(Wake wake) {
        if (cancelled) {
            return false;
        }
        waiting = wake;
        return true;
    }

    private synchronized boolean endWaiting() {
        waiting = null;
        return cancelled;
    }

    @Override
    public synchronized void cancel() {
        cancelled = true;
        if (waiting != null) {
            waiting.signal();
        }
        leaveKernel();
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    OperationBlock block() {
        if (block == null) {
            block = new OperationBlock();
        }
        return block;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (block != null) {
            block.free();
        }
    }
}
