package io.nioshare.provider.windows.winsock;

import static io.nioshare.provider.windows.jna.Winsock2.*;

import io.nioshare.provider.os.OsMembership;
import io.nioshare.provider.security.Privileged;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Membership in multicast groups.
 *
 * <pre>
 * struct ip_mreq        { in_addr group; in_addr interface; };
 * struct ip_mreq_source { in_addr group; in_addr source; in_addr interface; };
 * struct ipv6_mreq      { in6_addr group; ULONG interface; };
 * struct group_source_req { ULONG interface; sockaddr_storage group, source; };  // 0 8 136, 264 bytes
 * </pre>
 */
final class WinsockMulticast {

    private static final int STORAGE_BYTES = 128;
    private static final int GROUP_SOURCE_BYTES = 8 + 2 * STORAGE_BYTES;

    private WinsockMulticast() {}

    static void join(WinsockSocket socket, OsMembership membership) throws IOException {
        if (membership.source() == null) {
            group(socket, membership, IP_ADD_MEMBERSHIP, IPV6_ADD_MEMBERSHIP);
        } else {
            source(socket, membership, membership.source(), IP_ADD_SOURCE_MEMBERSHIP, MCAST_JOIN_SOURCE_GROUP);
        }
    }

    static void leave(WinsockSocket socket, OsMembership membership) throws IOException {
        if (membership.source() == null) {
            group(socket, membership, IP_DROP_MEMBERSHIP, IPV6_DROP_MEMBERSHIP);
        } else {
            source(socket, membership, membership.source(), IP_DROP_SOURCE_MEMBERSHIP, MCAST_LEAVE_SOURCE_GROUP);
        }
    }

    static void block(WinsockSocket socket, OsMembership membership, InetAddress source, boolean block)
            throws IOException {
        if (block) {
            source(socket, membership, source, IP_BLOCK_SOURCE, MCAST_BLOCK_SOURCE);
        } else {
            source(socket, membership, source, IP_UNBLOCK_SOURCE, MCAST_UNBLOCK_SOURCE);
        }
    }

    static void setInterface(WinsockSocket socket, NetworkInterface networkInterface) throws IOException {
        WinsockOptions.setForFamilies(
                socket,
                () -> socket.setStruct(
                        "setsockopt(IP_MULTICAST_IF)", IPPROTO_IP, IP_MULTICAST_IF, addressOf(networkInterface)),
                () -> socket.setInt(IPPROTO_IPV6, IPV6_MULTICAST_IF, networkInterface.getIndex()));
    }

    private static void group(WinsockSocket socket, OsMembership membership, int ipv4Name, int ipv6Name)
            throws IOException {
        byte[] group = membership.group().getAddress();
        if (membership.group() instanceof Inet4Address) {
            byte[] request = concat(group, addressOf(membership.networkInterface()));
            socket.setStruct("setsockopt(IP membership)", IPPROTO_IP, ipv4Name, request);
        } else {
            byte[] index = ByteBuffer.allocate(4)
                    .order(ByteOrder.nativeOrder())
                    .putInt(membership.networkInterface().getIndex())
                    .array();
            socket.setStruct("setsockopt(IPv6 membership)", IPPROTO_IPV6, ipv6Name, concat(group, index));
        }
    }

    private static void source(
            WinsockSocket socket, OsMembership membership, InetAddress source, int ipv4Name, int ipv6Name)
            throws IOException {
        if (membership.group() instanceof Inet4Address) {
            byte[] request = concat(
                    concat(membership.group().getAddress(), source.getAddress()),
                    addressOf(membership.networkInterface()));
            socket.setStruct("setsockopt(IP source membership)", IPPROTO_IP, ipv4Name, request);
            return;
        }
        ByteBuffer request = ByteBuffer.allocate(GROUP_SOURCE_BYTES).order(ByteOrder.nativeOrder());
        request.putInt(0, membership.networkInterface().getIndex());
        put(request, 8, membership.group());
        put(request, 8 + STORAGE_BYTES, source);
        socket.setStruct("setsockopt(IPv6 source membership)", IPPROTO_IPV6, ipv6Name, request.array());
    }

    private static void put(ByteBuffer request, int at, InetAddress address) {
        ByteBuffer storage = request.slice(at, STORAGE_BYTES).order(ByteOrder.nativeOrder());
        SocketAddressCodec.IP.encode(new InetSocketAddress(address, 0), true, storage);
    }

    /** Winsock knows an interface of IPv4 by its address. */
    private static byte[] addressOf(NetworkInterface networkInterface) throws SocketException {
        if (networkInterface.getIndex() == 0) {
            // What stands for the system's choice.
            return new byte[4];
        }
        return ipv4(networkInterface)
                .orElseThrow(
                        () -> new SocketException("interface " + networkInterface.getName() + " has no IPv4 address"))
                .getAddress();
    }

    /** A security manager may hide an interface's addresses from the caller; the system has to be told one anyway. */
    private static Optional<InetAddress> ipv4(NetworkInterface networkInterface) {
        return Privileged.run(() -> networkInterface
                .inetAddresses()
                .filter(Inet4Address.class::isInstance)
                .findFirst());
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
