package io.nioshare.provider.channel;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Objects;

/** Checks addresses that users give. */
final class Addresses {

    private Addresses() {}

    /** An address that a socket of this family can have. */
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

    /** An address to connect to; the wildcard means this host. */
    static InetSocketAddress checkRemote(SocketAddress address, ProtocolFamily family) throws IOException {
        InetSocketAddress remote = check(address, family);
        return remote.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLocalHost(), remote.getPort())
                : remote;
    }

    /** An address to bind to; null means any. */
    static InetSocketAddress checkLocal(SocketAddress address, ProtocolFamily family) {
        return address == null ? any(family) : check(address, family);
    }

    private static InetSocketAddress any(ProtocolFamily family) {
        try {
            int length = family == StandardProtocolFamily.INET ? 4 : 16;
            return new InetSocketAddress(InetAddress.getByAddress(new byte[length]), 0);
        } catch (java.net.UnknownHostException wrongLength) {
            throw new AssertionError(wrongLength);
        }
    }
}
