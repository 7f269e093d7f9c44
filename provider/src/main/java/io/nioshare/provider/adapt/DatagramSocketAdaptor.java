package io.nioshare.provider.adapt;

import io.nioshare.provider.channel.ShareableDatagramChannel;
import io.nioshare.provider.os.OsStatus;
import io.nioshare.provider.security.Permissions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Objects;
import java.util.Set;

/** The {@link DatagramSocket} view of a UDP channel. */
final class DatagramSocketAdaptor extends MulticastSocketAdaptor {

    private volatile int timeout;

    DatagramSocketAdaptor(ShareableDatagramChannel channel) throws IOException {
        super(channel);
    }

    @Override
    public void bind(SocketAddress local) throws SocketException {
        InetSocketAddress address = local == null ? new InetSocketAddress(0) : inet(local);
        try {
            channel.bind(address);
        } catch (IOException | RuntimeException e) {
            throw NetExceptions.socketException(e);
        }
    }

    @Override
    public void connect(InetAddress address, int port) {
        if (address == null) {
            throw new IllegalArgumentException("Address can't be null");
        }
        try {
            connect(new InetSocketAddress(address, port));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the place of an earlier peer; does nothing after the close. */
    @Override
    public void connect(SocketAddress remote) throws SocketException {
        if (remote == null) {
            throw new IllegalArgumentException("Address can't be null");
        }
        InetSocketAddress peer = inet(remote);
        try {
            channel.reconnect(peer);
        } catch (ClosedChannelException ignored) {
            return;
        } catch (IOException | RuntimeException e) {
            throw NetExceptions.socketException(e);
        }
    }

    private static InetSocketAddress inet(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return inet;
        }
        throw new UnsupportedAddressTypeException();
    }

    @Override
    public void disconnect() {
        try {
            channel.disconnect();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isBound() {
        return channel.lastLocalAddress() != null;
    }

    @Override
    public boolean isConnected() {
        return channel.lastRemoteAddress() != null;
    }

    @Override
    public InetAddress getInetAddress() {
        InetSocketAddress remote = channel.lastRemoteAddress();
        return remote == null ? null : remote.getAddress();
    }

    @Override
    public int getPort() {
        InetSocketAddress remote = channel.lastRemoteAddress();
        return remote == null ? -1 : remote.getPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return channel.lastRemoteAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        InetSocketAddress local = channel.lastLocalAddress();
        if (isClosed() || local == null || local.getAddress().isAnyLocalAddress()) {
            return isClosed() ? null : local;
        }
        return Permissions.mayKnow(local.getAddress()) ? local : new InetSocketAddress(local.getPort());
    }

    @Override
    public InetAddress getLocalAddress() {
        if (isClosed()) {
            return null;
        }
        InetSocketAddress local = channel.lastLocalAddress();
        InetAddress address = local == null ? WildcardAddress.get() : local.getAddress();
        return Permissions.mayKnow(address) ? address : WildcardAddress.get();
    }

    @Override
    public int getLocalPort() {
        if (isClosed()) {
            return -1;
        }
        InetSocketAddress local = channel.lastLocalAddress();
        return local == null ? 0 : local.getPort();
    }

    @Override
    public void send(DatagramPacket packet) throws IOException {
        Objects.requireNonNull(packet);
        requireOpen();
        if (!channel.isBlocking()) {
            throw new IllegalBlockingModeException();
        }
        ByteBuffer data;
        InetSocketAddress target;
        synchronized (packet) {
            data = ByteBuffer.wrap(packet.getData(), packet.getOffset(), packet.getLength());
            target = target(packet);
        }
        try {
            channel.send(data, target);
        } catch (AlreadyConnectedException e) {
            throw new IllegalArgumentException("Connected and packet address differ", e);
        } catch (ClosedChannelException e) {
            throw NetExceptions.socketException(e);
        }
    }

    /** A packet without an address goes to the peer. */
    private InetSocketAddress target(DatagramPacket packet) {
        InetSocketAddress peer = channel.lastRemoteAddress();
        if (packet.getAddress() == null) {
            if (peer == null) {
                throw new IllegalArgumentException("Address not set");
            }
            packet.setSocketAddress(peer);
        }
        return (InetSocketAddress) packet.getSocketAddress();
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
        int millis = timeout;
        ByteBuffer data;
        int room;
        synchronized (packet) {
            room = PacketRooms.of(packet);
            data = ByteBuffer.wrap(packet.getData(), packet.getOffset(), room);
        }
        int start = data.position();
        SocketAddress from;
        try {
            // Outside of the packet's monitor, which a virtual thread mustn't wait in.
            from = channel.receive(data, millis == 0 ? OsStatus.FOREVER : millis);
        } catch (ClosedChannelException e) {
            throw translate(e);
        }
        synchronized (packet) {
            packet.setSocketAddress(from);
            PacketRooms.received(packet, data.position() - start, room);
        }
    }

    /** An interrupt is told since JDK 19, whose {@code DatagramSocket} documents it. */
    private static IOException translate(ClosedChannelException e) {
        boolean told =
                e instanceof ClosedByInterruptException && Runtime.version().feature() >= 19;
        return told ? e : NetExceptions.socketException(e);
    }

    @Override
    public void setSoTimeout(int timeout) throws SocketException {
        requireOpen();
        if (timeout < 0) {
            throw new IllegalArgumentException("timeout < 0");
        }
        this.timeout = timeout;
    }

    @Override
    public int getSoTimeout() throws SocketException {
        requireOpen();
        return timeout;
    }

    @Override
    public void setSendBufferSize(int size) throws SocketException {
        options.setPositive(StandardSocketOptions.SO_SNDBUF, size, "send size");
    }

    @Override
    public int getSendBufferSize() throws SocketException {
        return options.get(StandardSocketOptions.SO_SNDBUF);
    }

    @Override
    public void setReceiveBufferSize(int size) throws SocketException {
        options.setPositive(StandardSocketOptions.SO_RCVBUF, size, "receive size");
    }

    @Override
    public int getReceiveBufferSize() throws SocketException {
        return options.get(StandardSocketOptions.SO_RCVBUF);
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        options.set(StandardSocketOptions.SO_REUSEADDR, on);
    }

    @Override
    public boolean getReuseAddress() throws SocketException {
        return options.get(StandardSocketOptions.SO_REUSEADDR);
    }

    @Override
    public void setBroadcast(boolean on) throws SocketException {
        options.set(StandardSocketOptions.SO_BROADCAST, on);
    }

    @Override
    public boolean getBroadcast() throws SocketException {
        return options.get(StandardSocketOptions.SO_BROADCAST);
    }

    @Override
    public void setTrafficClass(int trafficClass) throws SocketException {
        options.set(StandardSocketOptions.IP_TOS, trafficClass);
    }

    @Override
    public int getTrafficClass() throws SocketException {
        return options.get(StandardSocketOptions.IP_TOS);
    }

    @Override
    public <T> DatagramSocket setOption(SocketOption<T> name, T value) throws IOException {
        channel.setOption(name, value);
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return channel.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return channel.supportedOptions();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public DatagramChannel getChannel() {
        return channel;
    }
}
