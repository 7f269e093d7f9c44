package io.nioshare.provider.channel;

import io.nioshare.ShareableChannel;
import io.nioshare.provider.os.OsOperation;
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
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.Collections;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** A UDP socket. Its locks are listed in the package's description. */
public final class ShareableDatagramChannel extends DatagramChannel implements ShareableChannel, SelectableSocket {

    private final ChannelServices services;
    private final OsSocket socket;
    private final SocketLife life;
    private final DatagramAddresses addresses;

    /** Also the read lock. */
    private final DatagramInput input;

    /** Also the write lock. */
    private final DatagramOutput output;

    private final Memberships memberships;

    /** Guards the rest. */
    private final Mutex stateLock;

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
        CallGate gate = new Gate();
        OsOperation receiving = life.operation(SocketLife.IN, OsStatus.NO_WAIT);
        OsOperation sending = life.operation(SocketLife.OUT, OsStatus.NO_WAIT);
        this.stateLock = life.lock();
        this.addresses = new DatagramAddresses(life, localAddress, remoteAddress);
        this.input = new DatagramInput(blockingLock(), addresses, gate, receiving, services.buffers());
        this.output = new DatagramOutput(blockingLock(), addresses, gate, sending, services.buffers());
        this.memberships = new Memberships(this, life);
    }

    private final class Gate extends CallGate {
        Gate() {
            super(life);
        }

        @Override
        void beginWaiting() {
            ShareableDatagramChannel.this.begin();
        }

        @Override
        void endWaiting(boolean completed) throws AsynchronousCloseException {
            ShareableDatagramChannel.this.end(completed);
        }

        @Override
        boolean isBlocking() {
            return ShareableDatagramChannel.this.isBlocking();
        }
    }

    @Override
    public SocketAddress receive(ByteBuffer destination) throws IOException {
        return input.receive(destination);
    }

    /**
     * For the channel's {@code DatagramSocket} view: receives in blocking mode, for at most this many milliseconds.
     *
     * @throws SocketTimeoutException when nothing came in time
     */
    public SocketAddress receive(ByteBuffer destination, long timeout) throws IOException {
        return input.receive(destination, timeout);
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

    @Override
    public int send(ByteBuffer source, SocketAddress target) throws IOException {
        Objects.requireNonNull(source);
        return output.send(source, Addresses.check(target, socket.family()));
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

    @Override
    public DatagramChannel bind(SocketAddress local) throws IOException {
        input.lock();
        output.lock();
        try {
            addresses.bind(local);
            return this;
        } finally {
            output.unlock();
            input.unlock();
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
        input.lock();
        output.lock();
        try {
            if (addresses.connect(target, again)) {
                // A connected channel receives from its peer alone: not even what others had sent before.
                input.dropAll();
            }
            return this;
        } finally {
            output.unlock();
            input.unlock();
        }
    }

    @Override
    public DatagramChannel disconnect() throws IOException {
        input.lock();
        output.lock();
        try {
            addresses.disconnect();
            return this;
        } finally {
            output.unlock();
            input.unlock();
        }
    }

    @Override
    public boolean isConnected() {
        return addresses.remote() != null && isOpen();
    }

    private void ensureOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        stateLock.lock();
        try {
            life.ensureOpen();
            return Permissions.revealed(addresses.local());
        } finally {
            stateLock.unlock();
        }
    }

    @Override
    public SocketAddress getRemoteAddress() throws IOException {
        ensureOpen();
        return addresses.remote();
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
            NetworkInterface chosen = (NetworkInterface) value;
            socket.setMulticastInterface(chosen);
            // The one that stands for the system's choice has this index.
            multicastInterface = chosen.getIndex() == 0 ? null : chosen;
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
        return addresses.local();
    }

    public InetSocketAddress lastRemoteAddress() {
        return addresses.remote();
    }

    @Override
    public byte[] exportTo(long pid) throws IOException {
        stateLock.lock();
        try {
            life.ensureOpen();
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
        return operations & validOps();
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
        ensureOpen();
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        life.close();
        memberships.invalidateAll();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName()
                + (isOpen() ? "[" + Permissions.described(addresses.local()) + "]" : "[closed]");
    }
}
