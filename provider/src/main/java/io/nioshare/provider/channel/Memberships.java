package io.nioshare.provider.channel;

import io.nioshare.provider.os.OsMembership;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.security.Permissions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.MembershipKey;
import java.nio.channels.MulticastChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The multicast groups that a channel is in. Thread-safe; its monitor is taken before the channel's state lock. */
final class Memberships {

    private final MulticastChannel channel;
    private final SocketLife life;
    private final List<ShareableMembershipKey> keys = new ArrayList<>();

    Memberships(MulticastChannel channel, SocketLife life) {
        this.channel = channel;
        this.life = life;
    }

    MulticastChannel channel() {
        return channel;
    }

    MembershipKey join(InetAddress group, NetworkInterface networkInterface, InetAddress source) throws IOException {
        OsMembership membership = check(group, networkInterface, source);
        synchronized (this) {
            OsSocket socket = enter();
            try {
                Objects.requireNonNull(networkInterface);
                MembershipKey joined = find(membership);
                if (joined != null) {
                    return joined;
                }
                socket.join(membership);
                ShareableMembershipKey key = new ShareableMembershipKey(this, membership);
                keys.add(key);
                return key;
            } finally {
                life.leave();
            }
        }
    }

    private OsSocket enter() throws ClosedChannelException {
        life.enter();
        return life.socket();
    }

    private OsMembership check(InetAddress group, NetworkInterface networkInterface, InetAddress source) {
        Objects.requireNonNull(group);
        if (!group.isMulticastAddress()) {
            throw new IllegalArgumentException("Group not a multicast address");
        }
        boolean ipv4Socket = life.socket().family() == StandardProtocolFamily.INET;
        if (ipv4Socket && !(group instanceof Inet4Address)) {
            throw new IllegalArgumentException("IPv4 socket can't join an IPv6 group");
        }
        if (source != null) {
            checkSource(group, source);
        }
        Permissions.requireMulticast(group);
        return new OsMembership(group, networkInterface, source);
    }

    private static void checkSource(InetAddress group, InetAddress source) {
        if (source.isAnyLocalAddress()) {
            throw new IllegalArgumentException("Source address is a wildcard address");
        }
        if (source.isMulticastAddress()) {
            throw new IllegalArgumentException("Source address is multicast address");
        }
        if (source.getClass() != group.getClass()) {
            throw new IllegalArgumentException("Source address is different type to group");
        }
    }

    /** The key of a membership for all senders, or null. */
    synchronized MembershipKey find(InetAddress group, NetworkInterface networkInterface) {
        return find(new OsMembership(group, networkInterface, null));
    }

    /** The key of the same membership; a group is joined for all senders or for some, never for both. */
    private MembershipKey find(OsMembership wanted) {
        for (ShareableMembershipKey key : keys) {
            OsMembership joined = key.membership();
            if (!joined.group().equals(wanted.group())
                    || !joined.networkInterface().equals(wanted.networkInterface())) {
                continue;
            }
            if ((joined.source() == null) != (wanted.source() == null)) {
                throw new IllegalStateException(
                        joined.source() == null
                                ? "Already a member to receive all packets"
                                : "Already have source-specific membership");
            }
            if (Objects.equals(joined.source(), wanted.source())) {
                return key;
            }
        }
        return null;
    }

    synchronized void drop(ShareableMembershipKey key) {
        if (!key.isValid()) {
            return;
        }
        key.invalidate();
        keys.remove(key);
        try {
            OsSocket socket = enter();
            try {
                socket.leave(key.membership());
            } finally {
                life.leave();
            }
        } catch (ClosedChannelException leftWithTheSocket) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void block(ShareableMembershipKey key, InetAddress source) throws IOException {
        checkBlockable(key);
        checkSource(key.group(), Objects.requireNonNull(source));
        if (key.blocked().contains(source)) {
            return;
        }
        OsSocket socket = enter();
        try {
            socket.block(key.membership(), source, true);
        } finally {
            life.leave();
        }
        key.blocked().add(source);
    }

    synchronized void unblock(ShareableMembershipKey key, InetAddress source) {
        checkBlockable(key);
        if (!key.blocked().contains(source)) {
            throw new IllegalStateException("not blocked");
        }
        try {
            OsSocket socket = enter();
            try {
                socket.block(key.membership(), source, false);
            } finally {
                life.leave();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        key.blocked().remove(source);
    }

    private static void checkBlockable(ShareableMembershipKey key) {
        if (!key.isValid()) {
            throw new IllegalStateException("key is no longer valid");
        }
        if (key.sourceAddress() != null) {
            throw new IllegalStateException("key is source-specific");
        }
    }

    /** The socket is closed, and so left all groups. */
    synchronized void invalidateAll() {
        keys.forEach(ShareableMembershipKey::invalidate);
        keys.clear();
    }
}
