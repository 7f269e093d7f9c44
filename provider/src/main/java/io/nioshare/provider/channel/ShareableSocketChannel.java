package io.nioshare.provider.channel;

import io.nioshare.ShareableChannel;
import io.nioshare.provider.os.ConnectionResetException;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsOption;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsStatus;
import io.nioshare.provider.select.SelectableSocket;
import io.nioshare.provider.select.StateListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** A TCP connection. Its locks are listed in the package's description. */
public final class ShareableSocketChannel extends SocketChannel implements ShareableChannel, SelectableSocket {

    private enum State {
        UNCONNECTED,
        PENDING,
        CONNECTED
    }

    private final ChannelServices services;
    private final OsSocket socket;
    private final OsOperation readOperation;
    private final OsOperation writeOperation;
    private final SocketLife life;
    private final StreamReader reader;
    private final StreamWriter writer;

    private final ReentrantLock readLock = new ReentrantLock();
    private final ReentrantLock writeLock = new ReentrantLock();

    /** The state lock guards the rest; what is volatile is also read without it. */
    private final ReentrantLock stateLock;

    private volatile State state;
    private volatile boolean inputShutDown;
    private volatile boolean outputShutDown;
    private volatile InetSocketAddress localAddress;
    private InetSocketAddress remoteAddress;
    private Socket view;

    /** A reset is for ever; under the read lock. */
    private ConnectionResetException reset;

    /** For single buffers; under the read lock and the write lock. */
    private final ByteBuffer[] oneToRead = new ByteBuffer[1];

    private final ByteBuffer[] oneToWrite = new ByteBuffer[1];

    /** An unconnected channel on a new socket. */
    public ShareableSocketChannel(ChannelServices services, OsSocket socket) {
        this(services, socket, State.UNCONNECTED, null, null);
    }

    private ShareableSocketChannel(
            ChannelServices services,
            OsSocket socket,
            State state,
            InetSocketAddress localAddress,
            InetSocketAddress remoteAddress) {
        super(services.provider());
        this.services = services;
        this.socket = socket;
        this.readOperation = services.newOperation(socket);
        this.writeOperation = services.newOperation(socket);
        this.life = new SocketLife(this, socket, readOperation, writeOperation);
        this.stateLock = life.lock();
        this.reader = new StreamReader(readOperation, services.newVector());
        this.writer = new StreamWriter(writeOperation, services.newVector());
        this.state = state;
        this.localAddress = localAddress;
        this.remoteAddress = remoteAddress;
    }

    /** A connection that was accepted, or imported. */
    public static ShareableSocketChannel connected(ChannelServices services, OsSocket socket) throws IOException {
        return new ShareableSocketChannel(services, socket, State.CONNECTED, null, socket.remoteAddress());
    }

    /** An imported socket that isn't connected; it may be bound. */
    public static ShareableSocketChannel unconnected(ChannelServices services, OsSocket socket) throws IOException {
        return new ShareableSocketChannel(services, socket, State.UNCONNECTED, socket.localAddress(), null);
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        Objects.requireNonNull(destination);
        readLock.lock();
        try {
            oneToRead[0] = destination;
            return (int) count(readLocked(oneToRead, 0, 1, timeout(isBlocking())));
        } finally {
            oneToRead[0] = null;
            readLock.unlock();
        }
    }

    @Override
    public long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, destinations.length);
        readLock.lock();
        try {
            return count(readLocked(destinations, offset, offset + length, timeout(isBlocking())));
        } finally {
            readLock.unlock();
        }
    }

    /**
     * For the channel's stream views: reads in blocking mode, for at most this many milliseconds.
     *
     * @throws SocketTimeoutException when nothing came in time
     */
    public int read(ByteBuffer destination, long timeout) throws IOException {
        readLock.lock();
        try {
            requireBlockingMode();
            int result = readLocked(new ByteBuffer[] {destination}, 0, 1, timeout);
            if (result == OsStatus.UNAVAILABLE) {
                throw new SocketTimeoutException("Read timed out");
            }
            return result;
        } finally {
            readLock.unlock();
        }
    }

    private void requireBlockingMode() {
        if (!isBlocking()) {
            throw new IllegalBlockingModeException();
        }
    }

    private static void requireWritable(ByteBuffer[] destinations, int from, int to) {
        for (int i = from; i < to; i++) {
            if (destinations[i].isReadOnly()) {
                throw new IllegalArgumentException("Read-only buffer");
            }
        }
    }

    /** Returns a count or an {@code OsStatus}. */
    private int readLocked(ByteBuffer[] destinations, int from, int to, long timeout) throws IOException {
        boolean blocking = timeout != OsStatus.NO_WAIT;
        int result = OsStatus.CANCELLED;
        boolean entered = false;
        ensureOpenAndConnected();
        requireWritable(destinations, from, to);
        try {
            if (blocking) {
                begin();
            }
            enter();
            entered = true;
            result = inputShutDown ? OsStatus.END_OF_STREAM : receive(destinations, from, to, timeout);
        } finally {
            if (entered) {
                life.leave();
            }
            if (result == OsStatus.CANCELLED && inputShutDown) {
                result = OsStatus.END_OF_STREAM;
            }
            if (blocking) {
                end(result >= 0);
            }
        }
        return result;
    }

    private int receive(ByteBuffer[] destinations, int from, int to, long timeout) throws IOException {
        if (reset != null) {
            throw new ConnectionResetException(reset.getMessage());
        }
        try {
            return reader.read(destinations, from, to, timeout);
        } catch (ConnectionResetException e) {
            reset = e;
            throw e;
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        Objects.requireNonNull(source);
        writeLock.lock();
        try {
            oneToWrite[0] = source;
            return (int) writeLocked(oneToWrite, 0, 1);
        } finally {
            oneToWrite[0] = null;
            writeLock.unlock();
        }
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, sources.length);
        writeLock.lock();
        try {
            return writeLocked(sources, offset, offset + length);
        } finally {
            writeLock.unlock();
        }
    }

    private long writeLocked(ByteBuffer[] sources, int from, int to) throws IOException {
        boolean blocking = isBlocking();
        long result = OsStatus.CANCELLED;
        boolean entered = false;
        ensureOpenAndConnected();
        try {
            if (blocking) {
                begin();
            }
            enter();
            entered = true;
            if (outputShutDown) {
                throw new ClosedChannelException();
            }
            result = writer.write(sources, from, to, timeout(blocking));
        } finally {
            if (entered) {
                life.leave();
            }
            if (blocking) {
                end(result >= 0);
            }
        }
        if (result == OsStatus.CANCELLED) {
            // Only shutdownOutput cancels a write and leaves the channel open.
            throw new AsynchronousCloseException();
        }
        return count(result);
    }

    /** For the channel's stream views: writes everything, in blocking mode. */
    public void writeBlocking(ByteBuffer source) throws IOException {
        writeLock.lock();
        try {
            requireBlockingMode();
            writeLocked(new ByteBuffer[] {source}, 0, 1);
        } finally {
            writeLock.unlock();
        }
    }

    private static long timeout(boolean blocking) {
        return blocking ? OsStatus.FOREVER : OsStatus.NO_WAIT;
    }

    /** What {@code java.nio} returns for a count or an {@code OsStatus}. */
    private static long count(long result) {
        return result == OsStatus.UNAVAILABLE ? 0 : result;
    }

    private void ensureOpenAndConnected() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (state != State.CONNECTED) {
            throw new NotYetConnectedException();
        }
    }

    private void enter() throws ClosedChannelException {
        stateLock.lock();
        try {
            life.enter();
        } finally {
            stateLock.unlock();
        }
    }

    @Override
    public SocketChannel bind(SocketAddress local) throws IOException {
        readLock.lock();
        writeLock.lock();
        stateLock.lock();
        try {
            life.ensureOpen();
            if (state == State.PENDING) {
                throw new ConnectionPendingException();
            }
            if (localAddress != null || state == State.CONNECTED) {
                throw new AlreadyBoundException();
            }
            socket.bind(Addresses.checkLocal(local, socket.family()));
            localAddress = socket.localAddress();
            return this;
        } finally {
            stateLock.unlock();
            writeLock.unlock();
            readLock.unlock();
        }
    }

    @Override
    public boolean connect(SocketAddress remote) throws IOException {
        InetSocketAddress target = Addresses.checkRemote(remote, socket.family());
        readLock.lock();
        writeLock.lock();
        try {
            return connectLocked(target, timeout(isBlocking()));
        } finally {
            writeLock.unlock();
            readLock.unlock();
        }
    }

    /**
     * For the channel's {@code Socket} view: connects in blocking mode, within this many milliseconds.
     *
     * @throws SocketTimeoutException when there was no answer in time; the channel is closed then
     */
    public void connect(SocketAddress remote, long timeout) throws IOException {
        InetSocketAddress target = Addresses.checkRemote(remote, socket.family());
        readLock.lock();
        writeLock.lock();
        try {
            requireBlockingMode();
            if (!connectLocked(target, timeout)) {
                close();
                throw new SocketTimeoutException("Connect timed out");
            }
        } finally {
            writeLock.unlock();
            readLock.unlock();
        }
    }

    private boolean connectLocked(InetSocketAddress target, long timeout) throws IOException {
        boolean blocking = timeout != OsStatus.NO_WAIT;
        boolean connected = false;
        boolean entered = false;
        try {
            try {
                if (blocking) {
                    begin();
                }
                beginConnect(target);
                entered = true;
                connected = socket.connect(target) || blocking && waitForConnection(timeout);
                if (connected) {
                    becomeConnected();
                }
            } finally {
                if (entered) {
                    life.leave();
                }
                if (blocking) {
                    end(connected);
                }
            }
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            close();
            throw e;
        }
        return connected;
    }

    private void beginConnect(InetSocketAddress target) throws ClosedChannelException {
        stateLock.lock();
        try {
            life.ensureOpen();
            if (state == State.CONNECTED) {
                throw new AlreadyConnectedException();
            }
            if (state == State.PENDING) {
                throw new ConnectionPendingException();
            }
            life.enter();
            state = State.PENDING;
            remoteAddress = target;
        } finally {
            stateLock.unlock();
        }
        life.stateChanged();
    }

    @Override
    public boolean finishConnect() throws IOException {
        readLock.lock();
        writeLock.lock();
        try {
            boolean blocking = isBlocking();
            boolean connected = false;
            boolean entered = false;
            try {
                if (blocking) {
                    begin();
                }
                if (!beginFinishConnect()) {
                    connected = true;
                    return true;
                }
                entered = true;
                connected = waitForConnection(timeout(blocking));
                if (connected) {
                    becomeConnected();
                }
            } finally {
                if (entered) {
                    life.leave();
                }
                if (blocking) {
                    end(connected);
                }
            }
            return connected;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            close();
            throw e;
        } finally {
            writeLock.unlock();
            readLock.unlock();
        }
    }

    /** Returns false when the channel is connected already. */
    private boolean beginFinishConnect() throws ClosedChannelException {
        stateLock.lock();
        try {
            life.ensureOpen();
            if (state == State.CONNECTED) {
                return false;
            }
            if (state != State.PENDING) {
                throw new NoConnectionPendingException();
            }
            life.enter();
            return true;
        } finally {
            stateLock.unlock();
        }
    }

    private boolean waitForConnection(long timeout) throws IOException {
        return readOperation.finishConnect(timeout) == 1;
    }

    private void becomeConnected() {
        stateLock.lock();
        try {
            state = State.CONNECTED;
            // Connecting chooses the address when it was bound to the wildcard or not at all.
            localAddress = null;
        } finally {
            stateLock.unlock();
        }
        life.stateChanged();
    }

    @Override
    public boolean isConnected() {
        return state == State.CONNECTED && isOpen();
    }

    @Override
    public boolean isConnectionPending() {
        return state == State.PENDING && isOpen();
    }

    @Override
    public SocketChannel shutdownInput() throws IOException {
        shutDown(true);
        return this;
    }

    @Override
    public SocketChannel shutdownOutput() throws IOException {
        shutDown(false);
        return this;
    }

    private void shutDown(boolean input) throws IOException {
        stateLock.lock();
        try {
            life.ensureOpen();
            if (state != State.CONNECTED) {
                throw new NotYetConnectedException();
            }
            if (input && !inputShutDown) {
                socket.shutdownInput();
                inputShutDown = true;
                readOperation.cancel();
            } else if (!input && !outputShutDown) {
                socket.shutdownOutput();
                outputShutDown = true;
                writeOperation.cancel();
            }
        } finally {
            stateLock.unlock();
        }
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        stateLock.lock();
        try {
            life.ensureOpen();
            if (localAddress == null && state != State.UNCONNECTED) {
                localAddress = socket.localAddress();
            }
            return localAddress;
        } finally {
            stateLock.unlock();
        }
    }

    @Override
    public SocketAddress getRemoteAddress() throws IOException {
        stateLock.lock();
        try {
            life.ensureOpen();
            return state == State.CONNECTED ? remoteAddress : null;
        } finally {
            stateLock.unlock();
        }
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return ChannelOptions.STREAM.names();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return ChannelOptions.STREAM.get(life, name);
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        ChannelOptions.STREAM.set(life, name, value);
        return this;
    }

    @Override
    public Socket socket() {
        stateLock.lock();
        try {
            if (view == null) {
                view = services.views().of(this);
            }
            return view;
        } finally {
            stateLock.unlock();
        }
    }

    /** For the channel's {@code Socket} view, which tells these apart after it was closed too. */
    public boolean isBound() {
        return localAddress != null || state != State.UNCONNECTED;
    }

    public InetSocketAddress lastRemoteAddress() {
        stateLock.lock();
        try {
            return remoteAddress;
        } finally {
            stateLock.unlock();
        }
    }

    public InetSocketAddress lastLocalAddress() {
        stateLock.lock();
        try {
            return isOpen() ? (InetSocketAddress) getLocalAddress() : localAddress;
        } catch (IOException closedMeanwhile) {
            return localAddress;
        } finally {
            stateLock.unlock();
        }
    }

    /** As {@link java.io.InputStream#available()}. */
    public int available() throws IOException {
        ensureOpenAndConnected();
        enter();
        try {
            return inputShutDown ? 0 : socket.available();
        } finally {
            life.leave();
        }
    }

    /** As {@link Socket#sendUrgentData}. */
    public void sendUrgent(int data) throws IOException {
        writeLock.lock();
        try {
            ensureOpenAndConnected();
            enter();
            try {
                socket.sendUrgent((byte) data);
            } finally {
                life.leave();
            }
        } finally {
            writeLock.unlock();
        }
    }

    public void setUrgentInline(boolean on) throws IOException {
        enter();
        try {
            socket.setOption(OsOption.URGENT_INLINE, on ? 1 : 0);
        } finally {
            life.leave();
        }
    }

    public boolean isUrgentInline() throws IOException {
        enter();
        try {
            return socket.getOption(OsOption.URGENT_INLINE) != 0;
        } finally {
            life.leave();
        }
    }

    public boolean isInputShutDown() {
        return inputShutDown;
    }

    public boolean isOutputShutDown() {
        return outputShutDown;
    }

    @Override
    public byte[] exportTo(long pid) throws IOException {
        stateLock.lock();
        try {
            life.ensureOpen();
            if (state == State.PENDING) {
                throw new ConnectionPendingException();
            }
            return services.backend().sharing().exportTo(socket, pid);
        } finally {
            stateLock.unlock();
        }
    }

    @Override
    public OsRegistration enroll(OsPoller poller, Object attachment) throws IOException {
        return life.enroll(poller, attachment);
    }

    @Override
    public void withdraw(OsRegistration registration) {
        life.withdraw(registration);
    }

    @Override
    public void addListener(StateListener listener) {
        life.addListener(listener);
    }

    @Override
    public void removeListener(StateListener listener) {
        life.removeListener(listener);
    }

    @Override
    public int possible(int operations) {
        return switch (state) {
            case UNCONNECTED -> 0;
            case PENDING -> operations & SelectionKey.OP_CONNECT;
            case CONNECTED -> operations & (SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        };
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
        // The kernel's mode never changes; taking the locks waits for calls that began in the old mode.
        readLock.lock();
        writeLock.lock();
        try {
            if (!isOpen()) {
                throw new ClosedChannelException();
            }
        } finally {
            writeLock.unlock();
            readLock.unlock();
        }
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        life.close();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + (isOpen() ? "[" + state.name().toLowerCase() + "]" : "[closed]");
    }
}
