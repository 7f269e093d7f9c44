package io.nioshare.provider.linux.socket;

import static io.nioshare.provider.linux.libc.Libc.*;

import io.nioshare.provider.os.OsMembership;
import io.nioshare.provider.security.Privileged;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Membership in multicast groups.
 *
 * <pre>
 * struct ip_mreqn         { in_addr group; in_addr address; int interface; };            // 0 4 8, 12 bytes
 * struct group_req        { uint32_t interface; sockaddr_storage group; };               // 0 8, 136 bytes
 * struct group_source_req { uint32_t interface; sockaddr_storage group, source; };       // 0 8 136, 264 bytes
 * </pre>
 */
final class LinuxMulticast {

    private static final int STORAGE_BYTES = 128;
    private static final int GROUP = 8;
    private static final int SOURCE = GROUP + STORAGE_BYTES;

    private LinuxMulticast() {}

    static void join(LinuxSocket socket, OsMembership membership) throws IOException {
        int name = membership.source() == null ? MCAST_JOIN_GROUP : MCAST_JOIN_SOURCE_GROUP;
        set(socket, name, membership, membership.source());
    }

    static void leave(LinuxSocket socket, OsMembership membership) throws IOException {
        int name = membership.source() == null ? MCAST_LEAVE_GROUP : MCAST_LEAVE_SOURCE_GROUP;
        set(socket, name, membership, membership.source());
    }

    static void block(LinuxSocket socket, OsMembership membership, InetAddress source, boolean block)
            throws IOException {
        set(socket, block ? MCAST_BLOCK_SOURCE : MCAST_UNBLOCK_SOURCE, membership, source);
    }

    static void setInterface(LinuxSocket socket, NetworkInterface networkInterface) throws IOException {
        if (socket.ipv6()) {
            OptionCalls.setInt(socket, IPPROTO_IPV6, IPV6_MULTICAST_IF, networkInterface.getIndex());
        }
        // A dual-stack socket sends to groups of both families.
        byte[] request = buffer(12).putInt(8, networkInterface.getIndex()).array();
        // The source of what a socket of no one address sends; the system may choose that of another interface.
        Privileged.run(networkInterface::inetAddresses)
                .filter(Inet4Address.class::isInstance)
                .findFirst()
                .ifPresent(address -> System.arraycopy(address.getAddress(), 0, request, 4, 4));
        OptionCalls.setStruct(socket, "setsockopt(IP_MULTICAST_IF)", IPPROTO_IP, IP_MULTICAST_IF, request);
    }

    private static void set(LinuxSocket socket, int name, OsMembership membership, InetAddress source)
            throws IOException {
        boolean ipv6 = !(membership.group() instanceof Inet4Address);
        ByteBuffer request = buffer(source == null ? SOURCE : SOURCE + STORAGE_BYTES);
        request.putInt(0, membership.networkInterface().getIndex());
        put(request, GROUP, membership.group(), ipv6);
        if (source != null) {
            put(request, SOURCE, source, ipv6);
        }
        String call = "setsockopt(multicast membership)";
        OptionCalls.setStruct(socket, call, ipv6 ? IPPROTO_IPV6 : IPPROTO_IP, name, request.array());
    }

    private static void put(ByteBuffer request, int at, InetAddress address, boolean ipv6) {
        ByteBuffer storage = request.slice(at, STORAGE_BYTES).order(ByteOrder.nativeOrder());
        SocketAddressCodec.IP.encode(new InetSocketAddress(address, 0), ipv6, storage);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }
}
