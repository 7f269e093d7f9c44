package io.nioshare.provider.windows.winsock;

import static io.nioshare.provider.os.OsStatus.CANCELLED;
import static io.nioshare.provider.os.OsStatus.END_OF_STREAM;
import static io.nioshare.provider.os.OsStatus.FOREVER;
import static io.nioshare.provider.os.OsStatus.NO_WAIT;
import static io.nioshare.provider.os.OsStatus.UNAVAILABLE;

import io.nioshare.provider.os.ConnectionResetException;
import io.nioshare.provider.os.Deadline;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.windows.jna.Kernel32;
import io.nioshare.provider.windows.jna.LastError;
import io.nioshare.provider.windows.jna.Winsock2;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;

/**
 * Winsock calls of one direction. What may wait is an overlapped call with an event, because a cancelled overlapped
 * call returns even when another process holds the socket, which a plain blocking call doesn't.
 *
 * <p>Cancelling is a race by nature. The caller publishes {@link #pending} before it submits and looks at {@link
 * #cancelled} afterwards; the canceller writes and reads them the other way round. So at least one of the two cancels,
 * and the caller always waits for the completion.
 */
final class WinsockOperation implements OsOperation {

    private enum Pending {
        NOTHING,
        CALL,
        POLL
    }

    /** In place of an OVERLAPPED: the operation was cancelled. */
    static final long REFUSED = -1;

    /** Bytes that go into every send buffer but a full one. */
    private static final int SURELY_FITS = 4096;

    private final WinsockSocket socket;

    /** Buffer 0, which most calls use alone and without a vector. */
    private long firstAddress;

    private int firstLength;

    private OperationBlock block;

    /** Something pending may still write to the memory here and signal the event: nobody else is to have them, ever. */
    private boolean blockLost;

    private WinsockAccept accept;
    private WinsockDatagrams datagrams;

    private volatile Pending pending = Pending.NOTHING;
    private volatile boolean cancelled;
    private boolean closed;

    WinsockOperation(WinsockSocket socket) {
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
        long left = timeout;
        int result;
        do {
            result = receiveOnce(buffers, left);
            left = Deadline.millisUntil(deadline);
            // With time left it was aborted for somebody else: to cancel one receive may cancel all of the socket's.
        } while (result == UNAVAILABLE && left != NO_WAIT);
        return result;
    }

    private int receiveOnce(int buffers, long timeout) throws IOException {
        // Looked at once: an export that fails takes it back.
        boolean shared = socket.isShared();
        if (!isPlain(buffers, timeout, shared)) {
            return receiveBuffers(buffers, timeout, shared);
        }
        socket.relyOnMode();
        int count = Winsock2.recv(socket.handle(), firstAddress, firstLength, 0);
        return count > 0 ? count : count == 0 ? END_OF_STREAM : nothingReceived("recv", LastError.get());
    }

    private int receiveBuffers(int buffers, long timeout, boolean shared) throws IOException {
        long overlapped = begin(timeout, shared);
        if (overlapped == REFUSED) {
            return CANCELLED;
        }
        try {
            int rc = Winsock2.WSARecv(
                    socket.handle(), buffers(buffers), buffers, block.count(), block.flags(), overlapped, 0);
            int count = outcome("WSARecv", true, rc, overlapped, timeout);
            return count == 0 ? END_OF_STREAM : count;
        } finally {
            end();
        }
    }

    @Override
    public int send(int buffers, long timeout) throws IOException {
        boolean shared = socket.isShared();
        if (!isPlain(buffers, timeout, shared)) {
            return sendBuffers(buffers, timeout, shared);
        }
        socket.relyOnMode();
        int count = Winsock2.send(socket.handle(), firstAddress, firstLength, 0);
        return count >= 0 ? count : unavailable("send", LastError.get());
    }

    private int sendBuffers(int buffers, long timeout, boolean shared) throws IOException {
        if (shared && (timeout == NO_WAIT || bytesOf(buffers) > SURELY_FITS)) {
            // A cancelled send may leave the stream undefined, so a shared socket is asked whether there is room
            // first; with room the send completes at once, whatever mode a partner has set. Little that may wait
            // isn't worth the question: it finds no room only where the peer has stopped reading.
            int room = await(SelectionKey.OP_WRITE, timeout);
            if (room != 1) {
                return room;
            }
        }
        long overlapped = begin(timeout, shared);
        if (overlapped == REFUSED) {
            return CANCELLED;
        }
        try {
            int rc = Winsock2.WSASend(socket.handle(), buffers(buffers), buffers, block.count(), 0, overlapped, 0);
            return outcome("WSASend", false, rc, overlapped, timeout);
        } finally {
            end();
        }
    }

    /** Whether the simple functions do, which take one buffer and rely on the socket's mode. */
    static boolean isPlain(int buffers, long timeout, boolean shared) {
        return timeout == NO_WAIT && buffers == 1 && !shared;
    }

    /** The first {@code count} buffers, for functions that take several. */
    long buffers(int count) {
        return block.buffers(count, firstAddress, firstLength);
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

    private WinsockDatagrams datagrams() {
        if (datagrams == null) {
            datagrams = new WinsockDatagrams(socket, this);
        }
        return datagrams;
    }

    @Override
    public OsSocket accept(long timeout) throws IOException {
        if (accept == null) {
            accept = new WinsockAccept(socket, this);
        }
        return accept.accept(timeout);
    }

    @Override
    public int finishConnect(long timeout) throws IOException {
        int ready = await(SelectionKey.OP_CONNECT, timeout);
        if (ready != 1) {
            return ready;
        }
        if (!socket.polls().isBroken(block.view(), OperationBlock.POLL)) {
            return 1;
        }
        int error = socket.getInt(Winsock2.SOL_SOCKET, Winsock2.SO_ERROR);
        if (error == 0) {
            error = socket.polls().error(block.view(), OperationBlock.POLL);
        }
        boolean lost = error == 0 || isGone(error);
        if (lost && !socket.polls().isUnconnectable(block.view(), OperationBlock.POLL)) {
            // The connection was made, and aborted since, which the next call tells.
            return 1;
        }
        throw WinsockError.toException("connect", error);
    }

    /** Waits for readiness. 1 when ready. */
    int await(int operations, long timeout) throws IOException {
        if (!begin(Pending.POLL)) {
            return CANCELLED;
        }
        try {
            boolean wait = timeout != NO_WAIT;
            boolean pending = socket.polls()
                    .submit(
                            socket.baseHandle(),
                            operations,
                            block.view(),
                            OperationBlock.POLL,
                            block.poll(),
                            block.event(),
                            wait);
            if (pending) {
                awaitEvent(timeout);
            }
            if (socket.polls().isReady(block.view(), OperationBlock.POLL)) {
                return 1;
            }
            return cancelled ? CANCELLED : UNAVAILABLE;
        } finally {
            end();
        }
    }

    long firstAddress() {
        return firstAddress;
    }

    int firstLength() {
        return firstLength;
    }

    /** How many bytes the first {@code buffers} buffers hold. */
    int bytesOf(int buffers) {
        return buffers == 1 ? firstLength : firstLength + block.bytesAfterFirst(buffers);
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Begins a call that may wait, or one that mustn't rely on the socket's mode: then it is overlapped. Until {@link
     * #end()}.
     *
     * @return the OVERLAPPED for the call; 0 for none; {@link #REFUSED} after a cancel
     */
    long begin(long timeout, boolean overlapped) throws IOException {
        if (timeout == NO_WAIT && !overlapped) {
            socket.relyOnMode();
            block().prepare();
            return 0;
        }
        return begin(Pending.CALL) ? block.overlapped() : REFUSED;
    }

    void end() {
        pending = Pending.NOTHING;
    }

    private boolean begin(Pending kind) throws IOException {
        if (blockLost) {
            throw new IOException("an earlier wait failed, and what it waited for may still be pending");
        }
        OperationBlock memory = block();
        memory.requireEvent();
        memory.prepareOverlapped();
        pending = kind;
        if (cancelled) {
            pending = Pending.NOTHING;
            return false;
        }
        return true;
    }

    /** What a send or receive came to: a count or an {@code OsStatus}. */
    private int outcome(String call, boolean receives, int rc, long overlapped, long timeout) throws IOException {
        if (rc == 0) {
            return block.transferred();
        }
        int error = LastError.get();
        return overlapped == 0 ? nothingDone(call, receives, error) : finish(call, receives, error, timeout);
    }

    /** Brings a call that didn't complete at once to its end. Returns a count or an {@code OsStatus}. */
    private int finish(String call, boolean receives, int submitError, long timeout) throws IOException {
        int error = completion(submitError, timeout);
        int part = submitError == Winsock2.WSA_IO_PENDING ? block.overlappedTransferred() : 0;
        if (error == 0 || part > 0) {
            return part;
        }
        if (error == Winsock2.WSA_OPERATION_ABORTED) {
            return cancelled ? CANCELLED : UNAVAILABLE;
        }
        return nothingDone(call, receives, error);
    }

    private static int nothingDone(String call, boolean receives, int error) throws IOException {
        return receives ? nothingReceived(call, error) : unavailable(call, error);
    }

    /** "recv function": WSAESHUTDOWN says that receiving was shut down, by whichever holder of the socket. */
    private static int nothingReceived(String call, int error) throws IOException {
        return error == Winsock2.WSAESHUTDOWN ? END_OF_STREAM : unavailable(call, error);
    }

    /** Waits for a pending call. Returns 0 or the error that it ended with. */
    int completion(int submitError, long timeout) throws IOException {
        if (submitError != Winsock2.WSA_IO_PENDING) {
            return submitError;
        }
        awaitEvent(timeout);
        if (block.status() == 0) {
            return 0;
        }
        boolean done = Winsock2.WSAGetOverlappedResult(
                socket.handle(), block.overlapped(), block.count(), false, block.flags());
        return done ? 0 : LastError.get();
    }

    /** After a call that failed: {@code UNAVAILABLE}, or an exception. */
    static int unavailable(String call, int error) throws IOException {
        if (error == Winsock2.WSAEWOULDBLOCK) {
            return UNAVAILABLE;
        }
        IOException failure = WinsockError.toException(call, error);
        throw isGone(error) ? new ConnectionResetException(failure.getMessage()) : failure;
    }

    private static boolean isGone(int error) {
        return error == Winsock2.WSAECONNRESET || error == Winsock2.WSAECONNABORTED;
    }

    /** Returns when the kernel has let go of the block, at the latest after {@code timeout} and a cancel. */
    private void awaitEvent(long timeout) throws IOException {
        if (!cancelled && isSignalled(timeout)) {
            return;
        }
        cancelPending();
        isSignalled(FOREVER);
    }

    private boolean isSignalled(long timeout) throws IOException {
        long left = timeout;
        while (true) {
            int step = left == FOREVER ? Kernel32.INFINITE : (int) Math.min(left, Integer.MAX_VALUE);
            int rc = Kernel32.WaitForSingleObject(block.event(), step);
            if (rc == Kernel32.WAIT_OBJECT_0) {
                return true;
            }
            if (rc != Kernel32.WAIT_TIMEOUT) {
                blockLost = true;
                throw WinsockError.toException("WaitForSingleObject", LastError.get());
            }
            left -= step;
            if (left <= 0) {
                return false;
            }
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        cancelPending();
    }

    /** Failure means that there is nothing to cancel any more, or not yet: then the caller does it. */
    private void cancelPending() {
        switch (pending) {
            case CALL -> Kernel32.CancelIoEx(socket.handle(), block.overlapped());
            case POLL -> socket.polls().cancel(block.poll());
            case NOTHING -> {}
        }
    }

    OperationBlock block() {
        if (block == null) {
            block = OperationBlocks.take();
        }
        return block;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (blockLost) {
            return;
        }
        if (block != null) {
            OperationBlocks.giveBack(block);
        }
        if (accept != null) {
            accept.free();
        }
        if (datagrams != null) {
            datagrams.free();
        }
    }
}
