package io.nioshare.provider.channel;

import io.nioshare.ShareableChannel;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsStatus;
import io.nioshare.provider.security.Permissions;
import io.nioshare.provider.select.Pollable;
import io.nioshare.provider.select.SelectableSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;

/** A stream connection, over TCP or within the host. Its locks are listed in the package's description. */
public final class ShareableSocketChannel extends SocketChannel implements ShareableChannel, SelectableSocket {

    /** Whether urgent data comes in the stream: {@link Socket#setOOBInline}. */
    public static final SocketOption<Boolean> URGENT_INLINE = ChannelOptions.URGENT_INLINE;

    private final SocketLife life;
    private final CallGate gate;
    private final StreamConnection connection;

    /** Also the read lock. */
    private final StreamInput input;

    /** Also the write lock. */
    private final StreamOutput output;

    /** Guarded by the state lock. */
    private Socket view;

    /** An unconnected channel on a new socket. */
    public ShareableSocketChannel(ChannelServices services, OsSocket socket) {
        super(services.provider());
        this.life = new SocketLife(this, services, socket, 2);
        this.gate = new Gate();
        this.connection = new StreamConnection(life);
        this.input = new StreamInput(
                blockingLock(), connection, gate, life.operation(SocketLife.IN, OsStatus.NO_WAIT), services.buffers());
        this.output = new StreamOutput(
                blockingLock(), connection, gate, life.operation(SocketLife.OUT, OsStatus.NO_WAIT), services.buffers());
    }

    /** A connection that was accepted, or imported. */
    public static ShareableSocketChannel connected(ChannelServices services, OsSocket socket) throws IOException {
        SocketAddress peer = socket.remoteAddress();
        ShareableSocketChannel channel = new ShareableSocketChannel(services, socket);
        channel.connection.assumeConnected(peer);
        return channel;
    }

    /** An imported socket that isn't connected; it may be bound. */
    public static ShareableSocketChannel unconnected(ChannelServices services, OsSocket socket) throws IOException {
        SocketAddress local = socket.localAddress();
        ShareableSocketChannel channel = new ShareableSocketChannel(services, socket);
        channel.connection.assumeBound(local);
        return channel;
    }

    private final class Gate extends CallGate {
        Gate() {
            super(life);
        }

        @Override
        void beginWaiting() {
            ShareableSocketChannel.this.begin();
        }

        @Override
        void endWaiting(boolean completed) throws AsynchronousCloseException {
            ShareableSocketChannel.this.end(completed);
        }

        @Override
        boolean isBlocking() {
            return ShareableSocketChannel.this.isBlocking();
        }
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        return input.read(Objects.requireNonNull(destination));
    }

    @Override
    public long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, destinations.length);
        return input.read(destinations, offset, offset + length);
    }

    /**
     * For the channel's stream views: reads in blocking mode, for at most this many milliseconds.
     *
     * @throws SocketTimeoutException when nothing came in time
     */
    public int read(ByteBuffer destination, long timeout) throws IOException {
        return input.read(destination, timeout);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return output.write(Objects.requireNonNull(source));
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, sources.length);
        return output.write(sources, offset, offset + length);
    }

    /** For the channel's stream views: writes everything, in blocking mode. */
    public void writeFully(ByteBuffer source) throws IOException {
        output.writeFully(source);
    }

    @Override
    public SocketChannel bind(SocketAddress local) throws IOException {
        input.lock();
        output.lock();
        try {
            if (!isOpen()) {
                throw new ClosedChannelException();
            }
            connection.bind(local);
            return this;
        } finally {
            output.unlock();
            input.unlock();
        }
    }

    @Override
    public boolean connect(SocketAddress remote) throws IOException {
        SocketAddress target = Addresses.checkStreamRemote(remote, life.socket().family());
        input.lock();
        output.lock();
        try {
            return connectOrClose(target, gate.timeout());
        } finally {
            output.unlock();
            input.unlock();
        }
    }

    /**
     * For the channel's {@code Socket} view: connects in blocking mode, within this many milliseconds.
     *
     * @throws SocketTimeoutException when there was no answer in time; the channel is closed then
     */
    public void connect(SocketAddress remote, long timeout) throws IOException {
        SocketAddress target = Addresses.checkStreamRemote(remote, life.socket().family());
        input.lock();
        output.lock();
        try {
            gate.requireBlockingMode();
            if (!connectOrClose(target, timeout)) {
                close();
                throw HostInfo.toldBy(new SocketTimeoutException("Connect timed out"), target);
            }
        } finally {
            output.unlock();
            input.unlock();
        }
    }

    @Override
    public boolean finishConnect() throws IOException {
        input.lock();
        output.lock();
        try {
            if (connection.isConnected()) {
                connection.requireConnected();
                return true;
            }
            return connectOrClose(null, gate.timeout());
        } finally {
            output.unlock();
            input.unlock();
        }
    }

    /** Connects, or without a target finishes connecting. A connection that fails closes the channel. */
    private boolean connectOrClose(SocketAddress target, long timeout) throws IOException {
        boolean connected = false;
        try {
            gate.begin(timeout);
            try {
                OsOperation operation = life.operation(SocketLife.IN, timeout);
                connected = target == null
                        ? connection.finishConnect(operation, timeout)
                        : connection.connect(target, operation, timeout);
            } finally {
                gate.end(timeout, connected);
            }
            return connected;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            close();
            throw HostInfo.toldBy(e, connection.remoteAddress());
        }
    }

    @Override
    public boolean isConnected() {
        return connection.isConnected() && isOpen();
    }

    @Override
    public boolean isConnectionPending() {
        return connection.isPending() && isOpen();
    }

    @Override
    public SocketChannel shutdownInput() throws IOException {
        life.lock().lock();
        try {
            connection.requireConnectedLocked();
            if (!input.isShutDown()) {
                life.socket().shutdownInput();
                input.shutDown();
            }
            return this;
        } finally {
            life.lock().unlock();
        }
    }

    @Override
    public SocketChannel shutdownOutput() throws IOException {
        life.lock().lock();
        try {
            connection.requireConnectedLocked();
            if (!output.isShutDown()) {
                // In this order a blocked write learns it from here, not from the system's error.
                output.shutDown();
                life.socket().shutdownOutput();
            }
            return this;
        } finally {
            life.lock().unlock();
        }
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        life.lock().lock();
        try {
            life.ensureOpen();
            return Permissions.revealed(connection.localAddress());
        } finally {
            life.lock().unlock();
        }
    }

    @Override
    public SocketAddress getRemoteAddress() throws IOException {
        life.lock().lock();
        try {
            life.ensureOpen();
            return connection.remoteAddress();
        } finally {
            life.lock().unlock();
        }
    }

    private ChannelOptions options() {
        return life.services().streamOptions(life.socket().family());
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return options().names();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return options().get(life, name);
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        options().set(life, name, value);
        if (name == StandardSocketOptions.SO_LINGER) {
            connection.lingerWasSet();
        }
        return this;
    }

    @Override
    public Socket socket() {
        if (life.socket().family() == StandardProtocolFamily.UNIX) {
            throw new UnsupportedOperationException("Not supported");
        }
        life.lock().lock();
        try {
            if (view == null) {
                view = life.services().views().of(this);
            }
            return view;
        } finally {
            life.lock().unlock();
        }
    }

    /** For the channel's {@code Socket} view, which tells this after it was closed too. */
    public boolean wasBound() {
        return connection.isBound();
    }

    public InetSocketAddress lastRemoteAddress() {
        return (InetSocketAddress) connection.remoteAddress();
    }

    public InetSocketAddress lastLocalAddress() {
        return (InetSocketAddress) lastLocal();
    }

    private SocketAddress lastLocal() {
        try {
            return connection.localAddress();
        } catch (IOException theSocketDoesNotTell) {
            return null;
        }
    }

    public boolean isInputShutDown() {
        return input.isShutDown();
    }

    public boolean isOutputShutDown() {
        return output.isShutDown();
    }

    /** As {@link java.io.InputStream#available()}. */
    public int available() throws IOException {
        life.lock().lock();
        try {
            connection.requireConnectedLocked();
            return input.isShutDown() ? 0 : life.socket().available();
        } finally {
            life.lock().unlock();
        }
    }

    /** As {@link Socket#sendUrgentData}. */
    public void sendUrgent(int data) throws IOException {
        output.lock();
        life.lock().lock();
        try {
            connection.requireConnectedLocked();
            if (output.isShutDown()) {
                throw new ClosedChannelException();
            }
            life.socket().sendUrgent((byte) data);
        } finally {
            life.lock().unlock();
            output.unlock();
        }
    }

    @Override
    public byte[] exportTo(long pid) throws IOException {
        life.lock().lock();
        try {
            life.ensureOpen();
            connection.requireNotPending();
            return life.services().backend().sharing().exportTo(life.socket(), connection.remoteAddress(), pid);
        } finally {
            life.lock().unlock();
        }
    }

    @Override
    public Pollable pollable() {
        return life;
    }

    @Override
    public int possible(int operations) {
        return connection.possible(operations);
    }

    @Override
    public boolean isConnecting() {
        return connection.isPending();
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
        if (!block) {
            // Waits for calls that began in blocking mode; those in the other mode don't last. The kernel's mode stays.
            input.lock();
            output.lock();
            output.unlock();
            input.unlock();
        }
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        rememberLocalAddress();
        // Asked before the state lock is taken: to register takes its own lock first.
        boolean registered = isRegistered();
        if (registered || isBlocking() && life.socket().endsBlockingStreamsAtClose()) {
            life.close(() -> connection.endStream(registered));
        } else {
            life.close();
        }
    }

    /** A {@code Socket} goes on telling its port. */
    private void rememberLocalAddress() {
        life.lock().lock();
        try {
            if (view != null) {
                lastLocalAddress();
            }
        } finally {
            life.lock().unlock();
        }
    }

    @Override
    public String toString() {
        if (!isOpen()) {
            return getClass().getSimpleName() + "[closed]";
        }
        SocketAddress local = lastLocal();
        SocketAddress remote = connection.remoteAddress();
        return getClass().getSimpleName() + "[" + connection.describe()
                + (input.isShutDown() ? " ishut" : "")
                + (output.isShutDown() ? " oshut" : "")
                + (local == null ? "" : " local=" + Permissions.described(local))
                + (remote == null ? "" : " remote=" + remote) + "]";
    }
}
