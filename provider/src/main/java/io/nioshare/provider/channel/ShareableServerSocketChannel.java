package io.nioshare.provider.channel;

import io.nioshare.ShareableChannel;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.security.Permissions;
import io.nioshare.provider.select.Pollable;
import io.nioshare.provider.select.SelectableSocket;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** A listener for stream connections, over TCP or within the host. Its locks are listed in the package's description. */
public final class ShareableServerSocketChannel extends ServerSocketChannel
        implements ShareableChannel, SelectableSocket {

    private static final int DEFAULT_BACKLOG = 50;

    private final ChannelServices services;
    private final OsSocket socket;
    private final boolean unix;
    private final SocketLife life;
    private final CallGate gate;
    private final ChannelOptions options;

    private final ChannelLock acceptLock = new ChannelLock(blockingLock());

    /** The state lock guards the rest; what is volatile is also read without it. */
    private final Mutex stateLock;

    private volatile SocketAddress localAddress;
    private ServerSocket view;
    private volatile boolean listening;

    /** An unbound channel on a new socket. */
    public ShareableServerSocketChannel(ChannelServices services, OsSocket socket) {
        this(services, socket, null, false);
    }

    private ShareableServerSocketChannel(
            ChannelServices services, OsSocket socket, SocketAddress localAddress, boolean listening) {
        super(services.provider());
        this.services = services;
        this.socket = socket;
        this.unix = socket.family() == StandardProtocolFamily.UNIX;
        this.life = new SocketLife(this, services, socket, 1);
        this.gate = new Gate();
        this.options = services.listenerOptions(socket.family());
        this.stateLock = life.lock();
        this.localAddress = localAddress;
        this.listening = listening;
    }

    /** An imported socket. One that doesn't listen yet does so when {@code bind} is called without an address. */
    public static ShareableServerSocketChannel imported(ChannelServices services, OsSocket socket, boolean listening)
            throws IOException {
        return new ShareableServerSocketChannel(services, socket, socket.localAddress(), listening);
    }

    @Override
    public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
        stateLock.lock();
        try {
            life.ensureOpen();
            boolean boundElsewhere = localAddress != null && !listening && local == null;
            if (localAddress != null && !boundElsewhere) {
                throw new AlreadyBoundException();
            }
            if (!boundElsewhere) {
                bindTo(local);
            }
            socket.listen(backlog < 1 ? DEFAULT_BACKLOG : backlog);
            localAddress = socket.localAddress();
            listening = true;
        } finally {
            stateLock.unlock();
        }
        life.stateChanged();
        return this;
    }

    private void bindTo(SocketAddress local) throws IOException {
        if (unix && local == null) {
            Permissions.requireUnixDomain();
            TemporaryName.bind(socket);
            return;
        }
        SocketAddress wanted = Addresses.checkStreamLocal(local, socket.family());
        if (unix && wanted.equals(Addresses.UNNAMED)) {
            throw new BindException("Server socket cannot bind to unnamed address");
        }
        socket.bind(LinkLocal.scoped(wanted));
    }

    private final class Gate extends CallGate {
        Gate() {
            super(life);
        }

        @Override
        void beginWaiting() {
            ShareableServerSocketChannel.this.begin();
        }

        @Override
        void endWaiting(boolean completed) throws AsynchronousCloseException {
            ShareableServerSocketChannel.this.end(completed);
        }

        @Override
        boolean isBlocking() {
            return ShareableServerSocketChannel.this.isBlocking();
        }
    }

    @Override
    public SocketChannel accept() throws IOException {
        acceptLock.lock();
        try {
            return acceptWithin(gate.timeout());
        } finally {
            acceptLock.unlock();
        }
    }

    /**
     * For the channel's {@code ServerSocket} view: accepts in blocking mode, for at most this many milliseconds.
     *
     * @throws SocketTimeoutException when nobody came in time
     */
    public SocketChannel accept(long timeout) throws IOException {
        acceptLock.lock();
        try {
            gate.requireBlockingMode();
            SocketChannel accepted = acceptWithin(timeout);
            if (accepted == null) {
                throw new SocketTimeoutException("Accept timed out");
            }
            return accepted;
        } finally {
            acceptLock.unlock();
        }
    }

    private SocketChannel acceptWithin(long timeout) throws IOException {
        OsSocket accepted = null;
        gate.begin(timeout);
        try {
            if (!listening) {
                throw new NotYetBoundException();
            }
            if (unix) {
                Permissions.requireUnixDomain();
            }
            accepted = life.operation(SocketLife.IN, timeout).accept(timeout);
        } finally {
            endAccept(timeout, accepted);
        }
        return accepted == null ? null : permitted(connected(accepted));
    }

    /** An interrupt that comes with a connection closes that one too: nobody would get it. */
    private void endAccept(long timeout, OsSocket accepted) throws IOException {
        boolean ended = false;
        try {
            gate.end(timeout, accepted != null);
            ended = true;
        } finally {
            if (!ended && accepted != null) {
                accepted.close();
            }
        }
    }

    private ShareableSocketChannel connected(OsSocket accepted) throws IOException {
        try {
            return ShareableSocketChannel.connected(services, accepted);
        } catch (IOException e) {
            accepted.close();
            throw e;
        }
    }

    /** A peer that isn't permitted loses its connection. */
    private ShareableSocketChannel permitted(ShareableSocketChannel connection) throws IOException {
        try {
            if (!unix) {
                Permissions.requireAccept(connection.lastRemoteAddress());
            }
            return connection;
        } catch (SecurityException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        stateLock.lock();
        try {
            life.ensureOpen();
            return Permissions.revealed(localAddress);
        } finally {
            stateLock.unlock();
        }
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return options.names();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return options.get(life, name);
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        options.set(life, name, value);
        return this;
    }

    @Override
    public ServerSocket socket() {
        if (unix) {
            throw new UnsupportedOperationException("Not supported");
        }
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

    /** For the channel's {@code ServerSocket} view, which tells these after it was closed too. */
    public boolean isBound() {
        return localAddress != null;
    }

    public InetSocketAddress lastLocalAddress() {
        return (InetSocketAddress) localAddress;
    }

    @Override
    public byte[] exportTo(long pid) throws IOException {
        stateLock.lock();
        try {
            life.ensureOpen();
            if (localAddress == null) {
                throw new NotYetBoundException();
            }
            return services.backend().sharing().exportTo(socket, null, pid);
        } finally {
            stateLock.unlock();
        }
    }

    @Override
    public Pollable pollable() {
        return life;
    }

    @Override
    public int possible(int operations) {
        return listening ? operations & SelectionKey.OP_ACCEPT : 0;
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
        if (!block) {
            // Waits for an accept that began in blocking mode; one in the other mode doesn't last. The kernel's mode
            // stays.
            acceptLock.lock();
            acceptLock.unlock();
        }
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        life.close();
    }

    @Override
    public String toString() {
        SocketAddress local = localAddress;
        String state = !isOpen()
                ? "closed"
                : local == null ? "unbound" : Permissions.described(local).toString();
        return getClass().getSimpleName() + "[" + state + "]";
    }
}
