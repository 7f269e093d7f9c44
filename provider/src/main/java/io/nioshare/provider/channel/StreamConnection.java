package io.nioshare.provider.channel;

import io.nioshare.provider.os.ListenerBusyException;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsOption;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsStatus;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;

/**
 * How far a stream socket has come, and its addresses. A state is only followed by the next one:
 *
 * <pre>
 *   UNCONNECTED --connect--&gt; PENDING --connection made--&gt; CONNECTED
 * </pre>
 *
 * <p>Everything is guarded by the state lock; what is volatile is also read without it.
 */
final class StreamConnection {

    private enum State {
        UNCONNECTED,
        PENDING,
        CONNECTED
    }

    private static final long LONGEST_PAUSE_MILLIS = 10;

    private final SocketLife life;

    private volatile State state = State.UNCONNECTED;
    private volatile SocketAddress local;
    private volatile SocketAddress remote;
    private volatile boolean lingerSet;

    StreamConnection(SocketLife life) {
        this.life = life;
    }

    /** For a socket that comes connected. */
    void assumeConnected(SocketAddress peer) {
        remote = peer;
        state = State.CONNECTED;
    }

    /** For a socket that comes bound, or with null, unbound. */
    void assumeBound(SocketAddress address) {
        local = address;
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    boolean isPending() {
        return state == State.PENDING;
    }

    boolean isBound() {
        return local != null || state == State.CONNECTED;
    }

    /** Without the lock: nothing un-connects a socket but its close, which the descriptor's gate notices. */
    void requireConnected() throws ClosedChannelException {
        if (life.isClosing()) {
            throw new ClosedChannelException();
        }
        if (state != State.CONNECTED) {
            throw new NotYetConnectedException();
        }
    }

    /** {@link #requireConnected()} for a caller that holds the state lock. */
    void requireConnectedLocked() throws ClosedChannelException {
        life.ensureOpen();
        if (state != State.CONNECTED) {
            throw new NotYetConnectedException();
        }
    }

    void requireNotPending() {
        if (state == State.PENDING) {
            throw new ConnectionPendingException();
        }
    }

    /** The address is looked at last, as the JDK does. */
    void bind(SocketAddress address) throws IOException {
        life.lock().lock();
        try {
            life.ensureOpen();
            requireNotPending();
            if (isBound()) {
                throw new AlreadyBoundException();
            }
            OsSocket socket = life.socket();
            SocketAddress wanted = Addresses.checkStreamLocal(address, socket.family());
            if (wanted.equals(Addresses.UNNAMED)) {
                local = wanted;
            } else {
                socket.bind(LinkLocal.scoped(wanted));
                local = socket.localAddress();
            }
        } finally {
            life.lock().unlock();
        }
    }

    /** Connects, within the gate. Returns whether the connection stands. */
    boolean connect(SocketAddress target, OsOperation operation, long timeout) throws IOException {
        life.lock().lock();
        try {
            if (state == State.CONNECTED) {
                throw new AlreadyConnectedException();
            }
            requireNotPending();
            state = State.PENDING;
            remote = target;
        } finally {
            life.lock().unlock();
        }
        life.stateChanged();
        if (start(LinkLocal.scoped(target), timeout)) {
            connected();
            return true;
        }
        return timeout != OsStatus.NO_WAIT && await(operation, timeout);
    }

    /** Returns whether the connection stands; false also when the channel was closed before it could be started. */
    private boolean start(SocketAddress target, long timeout) throws IOException {
        long waited = 0;
        long pause = 1;
        while (true) {
            try {
                return life.socket().connect(target);
            } catch (ListenerBusyException e) {
                if (timeout != OsStatus.FOREVER && waited >= timeout) {
                    throw new SocketException(e.getMessage());
                }
            }
            if (!life.pause(pause)) {
                return false;
            }
            waited += pause;
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    /** Finishes connecting what isn't connected yet, within the gate. Returns whether the connection stands. */
    boolean finishConnect(OsOperation operation, long timeout) throws IOException {
        if (state == State.UNCONNECTED) {
            throw new NoConnectionPendingException();
        }
        return await(operation, timeout);
    }

    private boolean await(OsOperation operation, long timeout) throws IOException {
        if (operation.finishConnect(timeout) != 1) {
            return false;
        }
        connected();
        return true;
    }

    private void connected() {
        life.lock().lock();
        try {
            state = State.CONNECTED;
            // Connecting chooses the address when it was bound to the wildcard or not at all.
            local = null;
        } finally {
            life.lock().unlock();
        }
        life.stateChanged();
    }

    void lingerWasSet() {
        lingerSet = true;
    }

    /**
     * Before the descriptor is closed, as the JDK does it with a registered channel, and on some systems with one in
     * blocking mode: the peer reads the end of the stream even where unread data makes the close a reset. Lingering doesn't hold up a
     * selector's thread. A shared socket is left alone: its stream may go on elsewhere.
     */
    void endStream(boolean registered) {
        assert life.lock().isHeldByCurrentThread();
        OsSocket socket = life.socket();
        if (state != State.CONNECTED || socket.isShared()) {
            return;
        }
        try {
            int linger = lingerSet ? socket.getOption(OsOption.LINGER) : -1;
            if (registered && linger > 0) {
                socket.setOption(OsOption.LINGER, -1);
                linger = -1;
            }
            if (linger < 0) {
                socket.shutdownOutput();
            }
        } catch (IOException thereIsNoPeerAnyMore) {
            // The close that follows is all that is left to do.
        }
    }

    /** Asked of the socket when needed, then kept: it is still told after the close. Not while connecting chooses it. */
    SocketAddress localAddress() throws IOException {
        life.lock().lock();
        try {
            if (local == null && state == State.CONNECTED && !life.isClosing()) {
                local = life.socket().localAddress();
            }
            return local;
        } finally {
            life.lock().unlock();
        }
    }

    /** The peer, or whom the channel tried to connect to. */
    SocketAddress remoteAddress() {
        return remote;
    }

    int possible(int operations) {
        return switch (state) {
            case UNCONNECTED -> 0;
            case PENDING -> operations & SelectionKey.OP_CONNECT;
            case CONNECTED -> operations & (SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        };
    }

    /** In the JDK's words. */
    String describe() {
        return switch (state) {
            case UNCONNECTED -> "unconnected";
            case PENDING -> "connection-pending";
            case CONNECTED -> "connected";
        };
    }
}
