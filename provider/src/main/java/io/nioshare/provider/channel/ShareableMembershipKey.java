package io.nioshare.provider.channel;

import io.nioshare.provider.os.OsMembership;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.channels.MembershipKey;
import java.nio.channels.MulticastChannel;
import java.util.HashSet;
import java.util.Set;

/** A channel's membership in a multicast group. */
final class ShareableMembershipKey extends MembershipKey {

    private final Memberships memberships;
    private final OsMembership membership;

    /** Guarded by {@link #memberships}. */
    private final Set<InetAddress> blocked = new HashSet<>();

    private volatile boolean valid = true;

    ShareableMembershipKey(Memberships memberships, OsMembership membership) {
        this.memberships = memberships;
        this.membership = membership;
    }

    OsMembership membership() {
        return membership;
    }

    Set<InetAddress> blocked() {
        return blocked;
    }

    void invalidate() {
        valid = false;
    }

    @Override
    public boolean isValid() {
        return valid;
    }

    @Override
    public void drop() {
        memberships.drop(this);
    }

    @Override
    public MembershipKey block(InetAddress source) throws IOException {
        memberships.block(this, source);
        return this;
    }

    @Override
    public MembershipKey unblock(InetAddress source) {
        memberships.unblock(this, source);
        return this;
    }

    @Override
    public MulticastChannel channel() {
        return memberships.channel();
    }

    @Override
    public InetAddress group() {
        return membership.group();
    }

    @Override
    public NetworkInterface networkInterface() {
        return membership.networkInterface();
    }

    @Override
    public InetAddress sourceAddress() {
        return membership.source();
    }

    @Override
    public String toString() {
        return "<" + group().getHostAddress() + "," + networkInterface().getName()
                + (sourceAddress() == null ? "" : "," + sourceAddress().getHostAddress()) + ">";
    }
}
