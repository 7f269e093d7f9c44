package io.nioshare.provider.channel;

import io.nioshare.ShareableChannel;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsStatus;
import io.nioshare.provider.security.Permissions;
import io.nioshare.provider.select.Pollable;
import io.nioshare.provider.select.SelectableSocket;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.NotYetConnectedException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** A UDP socket. Its locks are listed in the package's description. */
public final class ShareableDatagramChannel extends DatagramChannel implements ShareableChannel, SelectableSocket {

    private final ChannelServices services;
    private final OsSocket socket;
    private final SocketLife life;
    private final CallGate gate;
    private final DatagramTransfer receiver;
    private final DatagramTransfer sender;
    private final Memberships memberships;

    private final ChannelLock readLock = new ChannelLock(blockingLock());
    private final ChannelLock writeLock = new ChannelLock(blockingLock());

    /** The state lock guards the rest; what is volatile is also read without it. */
    private final ReentrantLock stateLock;

    private volatile InetSocketAddress localAddress;
    private volatile InetSocketAddress remoteAddress;
    private NetworkInterface multicastInterface;
    private DatagramSocket view;

    /** A channel on a new socket, or on an imported one, which may be bound and connected. */
    public ShareableDatagramChannel(
            ChannelServices services,
            OsSocket socket,
            InetSocketAddress localAddress,
            InetSocketAddress remoteAddress) {
        super(services.provider());
        this.services = services;
        this.socket = socket;
        this.life = new SocketLife(this, services, socket, 2);
        this.gate = new CallGate(life, new Hooks());
        this.stateLock = life.lock();
        this.receiver = new DatagramTransfer(life.operation(0), services.newVector());
        this.sender = new DatagramTransfer(life.operation(1), services.newVector());
        this.memberships = new Memberships(this, life);
        this.localAddress = localAddress;
        this.remoteAddress = remoteAddress;
    }

    private final class Hooks implements ChannelHooks {
        @Override
        public void beginWaiting() {
            begin();
        }

        @Override
        public void endWaiting(boolean completed) throws AsynchronousCloseException {
            end(completed);
        }

        @Override
        public boolean isBlocking() {
            return ShareableDatagramChannel.this.isBlocking();
        }
    }

    @Override
    public SocketAddress receive(ByteBuffer destination) throws IOException {
        requireWritable(destination);
        readLock.lock();
        try {
            return receiveLocked(destination, gate.timeout());
        } finally {
            readLock.unlock();
        }
    }

    /**
     * For the channel's {@code DatagramSocket} view: receives in blocking mode, for at most this many milliseconds.
     *
     * @throws SocketTimeoutException when nothing came in time
     */
    public SocketAddress receive(ByteBuffer destination, long timeout) throws IOException {
        readLock.lock();
        try {
            ensureOpen();
            gate.requireBlockingMode();
            SocketAddress from = receiveLocked(destination, timeout);
            if (from == null) {
                throw new SocketTimeoutException("Receive timed out");
            }
            return from;
        } finally {
            readLock.unlock();
        }
    }

    private SocketAddress receiveLocked(ByteBuffer destination, long timeout) throws IOException {
        bindIfUnbound();
        if (remoteAddress == null && Permissions.areChecked()) {
            return receivePermitted(destination, timeout);
        }
        int result = receive(new ByteBuffer[] {destination}, 0, 1, timeout);
        return result < 0 ? null : receiver.sender();
    }

    /** Drops what comes from others; nobody is to see it in the buffer meanwhile. */
    private SocketAddress receivePermitted(ByteBuffer destination, long timeout) throws IOException {
        ByteBuffer unseen = ByteBuffer.allocate(destination.remaining());
        while (receive(new ByteBuffer[] {unseen.clear()}, 0, 1, timeout) >= 0) {
            InetSocketAddress from = receiver.sender();
            try {
                Permissions.requireAccept(from);
            } catch (SecurityException notPermitted) {
                continue;
            }
            destination.put(unseen.flip());
            return from;
        }
        return null;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        Objects.requireNonNull(destination);
        return (int) readAll(new ByteBuffer[] {destination}, 0, 1);
    }

    @Override
    public long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, destinations.length);
        return readAll(destinations, offset, offset + length);
    }

    private long readAll(ByteBuffer[] destinations, int from, int to) throws IOException {
        readLock.lock();
        try {
            requireConnected();
            if (!haveRoom(destinations, from, to)) {
                // As the JDK's: a read without room takes no datagram, while a receive without room drops one.
                return 0;
            }
            return CallGate.count(receive(destinations, from, to, gate.timeout()));
        } finally {
            readLock.unlock();
        }
    }

    private static boolean haveRoom(ByteBuffer[] destinations, int from, int to) {
        boolean room = false;
        for (int i = from; i < to; i++) {
            requireWritable(destinations[i]);
            room |= destinations[i].hasRemaining();
        }
        return room;
    }

    private static void requireWritable(ByteBuffer destination) {
        if (destination.isReadOnly()) {
            throw new IllegalArgumentException("Read-only buffer");
        }
    }

    /** Returns a count or an {@code OsStatus}. Under the read lock. */
    private int receive(ByteBuffer[] destinations, int from, int to, long timeout) throws IOException {
        int result = OsStatus.CANCELLED;
        gate.begin(timeout);
        try {
            result = receiver.receive(destinations, from, to, timeout);
        } finally {
            gate.end(timeout, result >= 0);
        }
        return result;
    }

    @Override
    public int send(ByteBuffer source, SocketAddress target) throws IOException {
        Objects.requireNonNull(source);
        InetSocketAddress to = Addresses.check(target, socket.family());
        writeLock.lock();
        try {
            ensureOpen();
            bindIfUnbound();
            InetSocketAddress peer = remoteAddress;
            if (peer == null) {
                Permissions.requireSend(to);
            } else if (!peer.equals(to)) {
                throw new AlreadyConnectedException();
            }
            if (to.getPort() == 0) {
                throw new SocketException("Can't send to port 0");
            }
            return (int) CallGate.count(send(new ByteBuffer[] {source}, 0, 1, peer == null ? LinkLocal.scoped(to) : null));
        } finally {
            writeLock.unlock();
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        Objects.requireNonNull(source);
        return (int) writeAll(new ByteBuffer[] {source}, 0, 1);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, sources.length);
        return writeAll(sources, offset, offset + length);
    }

    private long writeAll(ByteBuffer[] sources, int from, int to) throws IOException {
        writeLock.lock();
        try {
            requireConnected();
            return CallGate.count(send(sources, from, to, null));
        } finally {
            writeLock.unlock();
        }
    }

    private int send(ByteBuffer[] sources, int from, int to, InetSocketAddress target) throws IOException {
        long timeout = gate.timeout();
        int result = OsStatus.CANCELLED;
        gate.begin(timeout);
        try {
            result = sender.send(sources, from, to, target, timeout);
        } finally {
            gate.end(timeout, result >= 0);
        }
        return result;
    }

    private void ensureOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    private void requireConnected() throws ClosedChannelException {
        ensureOpen();
        if (remoteAddress == null) {
            throw new NotYetConnectedException();
        }
    }

    @Override
    public DatagramChannel bind(SocketAddress local) throws IOException {
        readLock.lock();
        writeLock.lock();
        stateLock.lock();
        try {
            life.ensureOpen();
            if (localAddress != null) {
                throw new AlreadyBoundException();
            }
            socket.bind(LinkLocal.scoped(Addresses.checkLocal(local, socket.family())));
            localAddress = (InetSocketAddress) socket.localAddress();
            return this;
        } finally {
            stateLock.unlock();
            writeLock.unlock();
            readLock.unlock();
        }
    }

    /**
     * A port that the system chose by itself, at a send or connect, may be lost at a disconnect; one that was bound
     * isn't.
     */
    private void bindIfUnbound() throws IOException {
        if (localAddress != null) {
            return;
        }
        stateLock.lock();
        try {
            life.ensureOpen();
            if (localAddress == null) {
                socket.bind(Addresses.checkLocal(null, socket.family()));
                localAddress = (InetSocketAddress) socket.localAddress();
            }
        } finally {
            stateLock.unlock();
        }
    }

    @Override
    public DatagramChannel connect(SocketAddress remote) throws IOException {
        return connect(remote, false);
    }

    /** For the channel's {@code DatagramSocket} view, which may change its peer: as {@link #connect} apart from that. */
    public void reconnect(SocketAddress remote) throws IOException {
        connect(remote, true);
    }

    private DatagramChannel connect(SocketAddress remote, boolean again) throws IOException {
        InetSocketAddress target = Addresses.checkDatagramRemote(remote, socket.family());
        readLock.lock();
        writeLock.lock();
        try {
            boolean wasBound;
            stateLock.lock();
            try {
                life.ensureOpen();
                if (remoteAddress != null && !again) {
                    throw new AlreadyConnectedException();
                }
                if (target.getPort() == 0) {
                    throw new SocketException("Can't connect to port 0");
                }
                wasBound = localAddress != null;
                bindIfUnbound();
                socket.connect(LinkLocal.scoped(target));
                remoteAddress = target;
                localAddress = (InetSocketAddress) socket.localAddress();
            } finally {
                stateLock.unlock();
            }
            if (wasBound) {
                dropWhatCameBefore();
            }
            return this;
        } finally {
            writeLock.unlock();
            readLock.unlock();
        }
    }

    /** A connected channel receives from its peer alone: not even what others had sent before. */
    private void dropWhatCameBefore() throws IOException {
        ByteBuffer[] nothing = {ByteBuffer.allocate(0)};
        boolean more = true;
        while (more) {
            try {
                more = receive(nothing, 0, 1, OsStatus.NO_WAIT) >= 0;
            } catch (PortUnreachableException ofAnEarlierPeer) {
                // Told once: what comes next is a datagram, or nothing.
            }
        }
    }

    @Override
    public DatagramChannel disconnect() throws IOException {
        readLock.lock();
        writeLock.lock();
        stateLock.lock();
        try {
            if (remoteAddress != null && isOpen()) {
                life.ensureOpen();
                socket.disconnect();
                remoteAddress = null;
                localAddress = (InetSocketAddress) socket.localAddress();
            }
            return this;
        } finally {
            stateLock.unlock();
            writeLock.unlock();
            readLock.unlock();
        }
    }

    @Override
    public boolean isConnected() {
        return remoteAddress != null && isOpen();
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
    public SocketAddress getRemoteAddress() throws IOException {
        ensureOpen();
        return remoteAddress;
    }

    @Override
    public MembershipKey join(InetAddress group, NetworkInterface networkInterface) throws IOException {
        return memberships.join(group, networkInterface, null);
    }

    @Override
    public MembershipKey join(InetAddress group, NetworkInterface networkInterface, InetAddress source)
            throws IOException {
        return memberships.join(group, networkInterface, Objects.requireNonNull(source));
    }

    /** For the channel's view: the key of a group that was joined for all senders, or null. */
    public MembershipKey membership(InetAddress group, NetworkInterface networkInterface) {
        return memberships.find(group, networkInterface);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        Set<SocketOption<?>> options = new HashSet<>(services.datagramOptions().names());
        options.add(StandardSocketOptions.IP_MULTICAST_IF);
        return Collections.unmodifiableSet(options);
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        if (name != StandardSocketOptions.IP_MULTICAST_IF) {
            return services.datagramOptions().get(life, name);
        }
        stateLock.lock();
        try {
            life.ensureOpen();
            return name.type().cast(multicastInterface);
        } finally {
            stateLock.unlock();
        }
    }

    @Override
    public <T> DatagramChannel setOption(SocketOption<T> name, T value) throws IOException {
        if (name != StandardSocketOptions.IP_MULTICAST_IF) {
            services.datagramOptions().set(life, name, value);
            return this;
        }
        if (!name.type().isInstance(value)) {
            throw new IllegalArgumentException("Cannot set IP_MULTICAST_IF to '" + value + "'");
        }
        stateLock.lock();
        try {
            life.ensureOpen();
            socket.setMulticastInterface((NetworkInterface) value);
            multicastInterface = (NetworkInterface) value;
            return this;
        } finally {
            stateLock.unlock();
        }
    }

    @Override
    public DatagramSocket socket() {
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

    /** For the channel's {@code DatagramSocket} view, which tells these after it was closed too. */
    public InetSocketAddress lastLocalAddress() {
        return localAddress;
    }

    public InetSocketAddress lastRemoteAddress() {
        return remoteAddress;
    }

    @Override
    public byte[] exportTo(long pid) throws IOException {
        stateLock.lock();
        try {
            life.ensureOpen();
            return services.backend().sharing().exportTo(socket, pid);
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
        return operations & validOps();
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
        if (!block) {
            // Waits for calls that began in blocking mode; those in the other mode don't last. The kernel's mode stays.
            readLock.lock();
            writeLock.lock();
            writeLock.unlock();
            readLock.unlock();
        }
        ensureOpen();
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        life.close();
        memberships.invalidateAll();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + (isOpen() ? "[" + Permissions.described(localAddress) + "]" : "[closed]");
    }
}
