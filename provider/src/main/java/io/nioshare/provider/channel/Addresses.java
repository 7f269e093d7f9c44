package io.nioshare.provider.channel;

import io.nioshare.provider.security.Permissions;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Objects;

/** Checks addresses that users give, and asks whether they may be used. */
final class Addresses {

    /** The address of a {@code UNIX} socket that has no name. */
    static final SocketAddress UNNAMED = UnixDomainSocketAddress.of("");

    private static final InetAddress IPV4_LOOPBACK = of(new byte[] {127, 0, 0, 1});
    private static final InetAddress IPV6_LOOPBACK = of(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

    private Addresses() {}

    /** An address that a stream socket of this family can, and may, be connected to. */
    static SocketAddress checkStreamRemote(SocketAddress address, ProtocolFamily family) {
        if (family == StandardProtocolFamily.UNIX) {
            Permissions.requireUnixDomain();
            return checkUnix(address);
        }
        InetSocketAddress remote = check(address, family);
        Permissions.requireConnect(remote);
        return withoutWildcard(remote);
    }

    /** An address that a stream socket of this family can, and may, be bound to; null means any, for {@code UNIX} none. */
    static SocketAddress checkStreamLocal(SocketAddress address, ProtocolFamily family) {
        if (family != StandardProtocolFamily.UNIX) {
            return checkLocal(address, family);
        }
        Permissions.requireUnixDomain();
        return address == null ? UNNAMED : checkUnix(address);
    }

    private static SocketAddress checkUnix(SocketAddress address) {
        Objects.requireNonNull(address);
        if (!(address instanceof UnixDomainSocketAddress)) {
            throw new UnsupportedAddressTypeException();
        }
        return address;
    }

    /** An Internet address that a socket of this family can have. */
    static InetSocketAddress check(SocketAddress address, ProtocolFamily family) {
        Objects.requireNonNull(address);
        if (!(address instanceof InetSocketAddress inet)) {
            throw new UnsupportedAddressTypeException();
        }
        if (inet.isUnresolved()) {
            throw new UnresolvedAddressException();
        }
        if (family == StandardProtocolFamily.INET && !(inet.getAddress() instanceof Inet4Address)) {
            throw new UnsupportedAddressTypeException();
        }
        return inet;
    }

    /** An address that datagrams can, and may, be exchanged with. */
    static InetSocketAddress checkDatagramRemote(SocketAddress address, ProtocolFamily family) {
        InetSocketAddress remote = check(address, family);
        Permissions.requireSend(remote);
        if (!remote.getAddress().isMulticastAddress()) {
            Permissions.requireAccept(remote);
        }
        return withoutWildcard(remote);
    }

    /** For an address to connect to the wildcard means this host, by its loopback address of the same kind. */
    static InetSocketAddress withoutWildcard(InetSocketAddress remote) {
        if (!remote.getAddress().isAnyLocalAddress()) {
            return remote;
        }
        boolean ipv4 = remote.getAddress() instanceof Inet4Address;
        return new InetSocketAddress(ipv4 ? IPV4_LOOPBACK : IPV6_LOOPBACK, remote.getPort());
    }

    /** An address that a socket can, and may, be bound to; null means any. */
    static InetSocketAddress checkLocal(SocketAddress address, ProtocolFamily family) {
        InetSocketAddress local = address == null ? any(family) : check(address, family);
        Permissions.requireListen(local.getPort());
        return local;
    }

    private static InetSocketAddress any(ProtocolFamily family) {
        return new InetSocketAddress(of(new byte[family == StandardProtocolFamily.INET ? 4 : 16]), 0);
    }

    private static InetAddress of(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException wrongLength) {
            throw new AssertionError(wrongLength);
        }
    }
}
