package io.nioshare.provider.adapt;

import io.nioshare.provider.channel.ShareableDatagramChannel;
import io.nioshare.provider.security.Permissions;
import io.nioshare.provider.security.Privileged;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.MembershipKey;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/** The part of a UDP channel's view that is about multicast: applications cast the JDK's view to {@link MulticastSocket}. */
abstract class MulticastSocketAdaptor extends MulticastSocket {

    private static final SocketAddress UNBOUND = null;

    private record Group(InetAddress address, NetworkInterface networkInterface) {}

    private record Outgoing(NetworkInterface networkInterface, InetAddress address) {}

    final OptionView options;
    final ShareableDatagramChannel channel;
    private final ReentrantLock joining = new ReentrantLock();
    private final ReentrantLock hopLimit = new ReentrantLock();
    private volatile Outgoing outgoing = new Outgoing(null, null);

    /** The superclass insists on a socket of its own: it is closed at once, and the view overrides whatever would use it. */
    MulticastSocketAdaptor(ShareableDatagramChannel channel) throws IOException {
        super(UNBOUND);
        super.close();
        this.channel = channel;
        this.options = new OptionView(channel);
    }

    final void requireOpen() throws SocketException {
        if (isClosed()) {
            throw new SocketException("Socket is closed");
        }
    }

    @Override
    public void joinGroup(SocketAddress group, NetworkInterface networkInterface) throws IOException {
        Group wanted = group(group, networkInterface);
        joining.lock();
        try {
            if (channel.membership(wanted.address, wanted.networkInterface) != null) {
                Permissions.requireMulticast(wanted.address);
                throw new SocketException("Already a member of the group");
            }
            channel.join(wanted.address, wanted.networkInterface);
        } catch (ClosedChannelException e) {
            throw NetExceptions.socketException(e);
        } finally {
            joining.unlock();
        }
    }

    @Override
    public void leaveGroup(SocketAddress group, NetworkInterface networkInterface) throws IOException {
        Group left = group(group, networkInterface);
        Permissions.requireMulticast(left.address);
        MembershipKey key = channel.membership(left.address, left.networkInterface);
        if (key == null) {
            throw new SocketException("Not a member of the group");
        }
        key.drop();
    }

    @Override
    @Deprecated
    public void joinGroup(InetAddress group) throws IOException {
        Objects.requireNonNull(group);
        try {
            joinGroup(new InetSocketAddress(group, 0), null);
        } catch (IllegalArgumentException e) {
            throw (IOException) new SocketException("Can't join the group").initCause(e);
        }
    }

    @Override
    @Deprecated
    public void leaveGroup(InetAddress group) throws IOException {
        Objects.requireNonNull(group);
        try {
            leaveGroup(new InetSocketAddress(group, 0), null);
        } catch (IllegalArgumentException e) {
            throw (IOException) new SocketException("Can't leave the group").initCause(e);
        }
    }

    private Group group(SocketAddress group, NetworkInterface networkInterface) throws SocketException {
        if (!(group instanceof InetSocketAddress inet)) {
            throw new IllegalArgumentException("Unsupported address type");
        }
        InetAddress address = inet.getAddress();
        if (address == null) {
            throw new IllegalArgumentException("Unresolved address");
        }
        if (!address.isMulticastAddress()) {
            throw new SocketException("Not a multicast address");
        }
        requireOpen();
        NetworkInterface chosen = networkInterface;
        if (chosen == null) {
            chosen = options.get(StandardSocketOptions.IP_MULTICAST_IF);
        }
        // The system knows by which interface the group is reached.
        return new Group(address, chosen == null ? anyInterface() : chosen);
    }

    @Override
    public void setNetworkInterface(NetworkInterface networkInterface) throws SocketException {
        options.set(StandardSocketOptions.IP_MULTICAST_IF, networkInterface);
    }

    @Override
    public NetworkInterface getNetworkInterface() throws SocketException {
        NetworkInterface chosen = options.get(StandardSocketOptions.IP_MULTICAST_IF);
        return chosen == null ? anyInterface() : chosen;
    }

    /** What stands for the system's choice, which only a socket that has chosen none can make. */
    private static NetworkInterface anyInterface() throws SocketException {
        try (MulticastSocket undecided = new MulticastSocket(UNBOUND)) {
            return undecided.getNetworkInterface();
        } catch (IOException e) {
            throw NetExceptions.socketException(e);
        }
    }

    @Override
    @Deprecated
    public void setInterface(InetAddress address) throws SocketException {
        if (address == null) {
            throw new SocketException("Address is null");
        }
        NetworkInterface owner = NetworkInterface.getByInetAddress(address);
        if (owner == null) {
            throw new SocketException("No network interface has the address");
        }
        setNetworkInterface(owner);
        outgoing = new Outgoing(owner, address);
    }

    @Override
    @Deprecated
    public InetAddress getInterface() throws SocketException {
        NetworkInterface chosen = options.get(StandardSocketOptions.IP_MULTICAST_IF);
        if (chosen == null) {
            return WildcardAddress.get();
        }
        Outgoing last = outgoing;
        if (chosen.equals(last.networkInterface)) {
            return last.address;
        }
        return Privileged.run(() -> chosen.inetAddresses().findFirst().orElse(null));
    }

    @Override
    @Deprecated
    public void setLoopbackMode(boolean disable) throws SocketException {
        options.set(StandardSocketOptions.IP_MULTICAST_LOOP, !disable);
    }

    @Override
    @Deprecated
    public boolean getLoopbackMode() throws SocketException {
        return !options.get(StandardSocketOptions.IP_MULTICAST_LOOP);
    }

    @Override
    public void setTimeToLive(int ttl) throws IOException {
        hopLimit.lock();
        try {
            options.set(StandardSocketOptions.IP_MULTICAST_TTL, ttl);
        } finally {
            hopLimit.unlock();
        }
    }

    @Override
    public int getTimeToLive() throws IOException {
        hopLimit.lock();
        try {
            return options.get(StandardSocketOptions.IP_MULTICAST_TTL);
        } finally {
            hopLimit.unlock();
        }
    }

    @Override
    @Deprecated
    public void setTTL(byte ttl) throws IOException {
        setTimeToLive(Byte.toUnsignedInt(ttl));
    }

    @Override
    @Deprecated
    public byte getTTL() throws IOException {
        return (byte) getTimeToLive();
    }

    @Override
    @Deprecated
    public void send(DatagramPacket packet, byte ttl) throws IOException {
        hopLimit.lock();
        try {
            int usual = getTimeToLive();
            setTimeToLive(Byte.toUnsignedInt(ttl));
            try {
                send(packet);
            } finally {
                setTimeToLive(usual);
            }
        } finally {
            hopLimit.unlock();
        }
    }
}
