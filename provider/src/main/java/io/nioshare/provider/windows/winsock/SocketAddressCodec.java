package io.nioshare.provider.windows.winsock;

import static io.nioshare.provider.windows.jna.Winsock2.AF_INET;
import static io.nioshare.provider.windows.jna.Winsock2.AF_INET6;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * <pre>
 * struct sockaddr_in  { short family; u_short port; in_addr addr; char zero[8]; };               // 0 2 4, 16 bytes
 * struct sockaddr_in6 { short family; u_short port; ulong flowinfo; in6_addr addr; ulong scope }; // 0 2 4 8 24, 28 bytes
 * </pre>
 *
 * Port and addresses are big-endian, the rest is in the machine's order.
 */
final class SocketAddressCodec {

    static final int MAX_BYTES = 28;

    static final int IPV4_BYTES = 16;

    private static final int PORT = 2;
    private static final int IPV4_ADDRESS = 4;
    private static final int IPV6_FLOW = 4;
    private static final int IPV6_ADDRESS = 8;
    private static final int IPV6_SCOPE = 24;
    private static final int IPV6_LENGTH = 16;

    private SocketAddressCodec() {}

    /** Writes the address of a stream socket, which may be of either kind. Returns how many bytes it took. */
    static int encodeAny(SocketAddress address, boolean ipv6, ByteBuffer out) throws SocketException {
        return address instanceof UnixDomainSocketAddress unix
                ? UnixAddressCodec.encode(unix, out)
                : encode((InetSocketAddress) address, ipv6, out);
    }

    /**
     * Writes an address at the start of {@code out}. On an IPv6 socket an IPv4 address is written in its mapped form.
     *
     * @return how many bytes it took
     */
    static int encode(InetSocketAddress address, boolean ipv6, ByteBuffer out) {
        short port = Short.reverseBytes((short) address.getPort());
        InetAddress host = address.getAddress();
        if (!ipv6) {
            out.putShort(0, (short) AF_INET).putShort(PORT, port);
            put(out, IPV4_ADDRESS, ipv4Bytes(host));
            out.putLong(8, 0);
            return IPV4_BYTES;
        }
        out.putShort(0, (short) AF_INET6).putShort(PORT, port).putInt(IPV6_FLOW, 0);
        put(out, IPV6_ADDRESS, ipv6Bytes(host));
        out.putInt(IPV6_SCOPE, scope(address));
        return MAX_BYTES;
    }

    /** The interface that the address is valid on, which {@code equals} doesn't compare; 0 for any. */
    static int scope(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address six ? six.getScopeId() : 0;
    }

    /** Reads what {@link #encode} or Winsock wrote; null for no address. */
    static InetSocketAddress decode(ByteBuffer in) {
        int family = in.getShort(0);
        int port = Short.toUnsignedInt(Short.reverseBytes(in.getShort(PORT)));
        try {
            if (family == AF_INET) {
                return new InetSocketAddress(InetAddress.getByAddress(get(in, IPV4_ADDRESS, 4)), port);
            }
            if (family == AF_INET6) {
                return new InetSocketAddress(decodeIpv6(in), port);
            }
        } catch (UnknownHostException wrongLength) {
            throw new AssertionError(wrongLength);
        }
        return null;
    }

    private static InetAddress decodeIpv6(ByteBuffer in) throws UnknownHostException {
        InetAddress mapped = InetAddress.getByAddress(get(in, IPV6_ADDRESS, IPV6_LENGTH));
        int scope = in.getInt(IPV6_SCOPE);
        if (scope == 0 || mapped instanceof Inet4Address) {
            return mapped;
        }
        return Inet6Address.getByAddress(null, mapped.getAddress(), scope);
    }

    private static byte[] ipv4Bytes(InetAddress host) {
        if (host instanceof Inet4Address) {
            return host.getAddress();
        }
        if (host.isAnyLocalAddress()) {
            return new byte[4];
        }
        throw new java.nio.channels.UnsupportedAddressTypeException();
    }

    private static byte[] ipv6Bytes(InetAddress host) {
        byte[] bytes = host.getAddress();
        if (host instanceof Inet6Address || host.isAnyLocalAddress()) {
            return bytes.length == IPV6_LENGTH ? bytes : new byte[IPV6_LENGTH];
        }
        return ByteBuffer.allocate(IPV6_LENGTH)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(0)
                .putInt(0xffff)
                .put(bytes)
                .array();
    }

    private static void put(ByteBuffer out, int index, byte[] bytes) {
        out.put(index, bytes);
    }

    private static byte[] get(ByteBuffer in, int index, int length) {
        byte[] bytes = new byte[length];
        in.get(index, bytes);
        return bytes;
    }
}
