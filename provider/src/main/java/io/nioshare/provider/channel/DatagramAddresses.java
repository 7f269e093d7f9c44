package io.nioshare.provider.channel;

import io.nioshare.provider.os.OsSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;

/**
 * A UDP socket's address and its peer's. They change under the state lock, the peer's also under the read and the write
 * lock, and are read without.
 */
final class DatagramAddresses {

    private final SocketLife life;
    private final OsSocket socket;
    private final Mutex lock;

    private volatile InetSocketAddress local;
    private volatile InetSocketAddress remote;

    /** For a socket that may come bound and connected: null for what it isn't. */
    DatagramAddresses(SocketLife life, InetSocketAddress local, InetSocketAddress remote) {
        this.life = life;
        this.socket = life.socket();
        this.lock = life.lock();
        this.local = local;
        this.remote = remote;
    }

    InetSocketAddress local() {
        return local;
    }

    InetSocketAddress remote() {
        return remote;
    }

    void requireOpen() throws ClosedChannelException {
        if (life.isClosing()) {
            throw new ClosedChannelException();
        }
    }

    void requireConnected() throws ClosedChannelException {
        requireOpen();
        if (remote == null) {
            throw new NotYetConnectedException();
        }
    }

    void bind(SocketAddress address) throws IOException {
        lock.lock();
        try {
            life.ensureOpen();
            if (local != null) {
                throw new AlreadyBoundException();
            }
            bindTo(address);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A port that the system chose by itself, at a send or connect, may be lost at a disconnect; one that was bound
     * isn't.
     */
    void bindIfUnbound() throws IOException {
        if (local == null) {
            bindNow();
        }
    }

    private void bindNow() throws IOException {
        lock.lock();
        try {
            life.ensureOpen();
            if (local == null) {
                bindTo(null);
            }
        } finally {
            lock.unlock();
        }
    }

    private void bindTo(SocketAddress address) throws IOException {
        socket.bind(LinkLocal.scoped(Addresses.checkLocal(address, socket.family())));
        local = (InetSocketAddress) socket.localAddress();
    }

    /**
     * Connects.
     *
     * @param again whether there may be a peer already
     * @return whether the socket was bound before, so that others may have sent to it
     */
    boolean connect(InetSocketAddress target, boolean again) throws IOException {
        lock.lock();
        try {
            life.ensureOpen();
            if (remote != null && !again) {
                throw new AlreadyConnectedException();
            }
            if (target.getPort() == 0) {
                throw new SocketException("Can't connect to port 0");
            }
            boolean wasBound = local != null;
            bindIfUnbound();
            socket.connect(LinkLocal.scoped(target));
            remote = target;
            local = (InetSocketAddress) socket.localAddress();
            return wasBound;
        } finally {
            lock.unlock();
        }
    }

    void disconnect() throws IOException {
        lock.lock();
        try {
            if (remote != null && !life.isClosing()) {
                try {
                    socket.disconnect();
                } finally {
                    // It may fail half way.
                    remote = (InetSocketAddress) socket.remoteAddress();
                    local = (InetSocketAddress) socket.localAddress();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
