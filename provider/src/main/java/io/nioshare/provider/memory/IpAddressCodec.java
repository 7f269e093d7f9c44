package io.nioshare.provider.memory;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.UnsupportedAddressTypeException;

/**
 * The addresses of IP as kernels have them, in little-endian memory:
 *
 * <pre>
 * struct sockaddr_in  { short family; u_short port; in_addr addr; char zero[8]; };               // 0 2 4, 16 bytes
 * struct sockaddr_in6 { short family; u_short port; uint flowinfo; in6_addr addr; uint scope }; // 0 2 4 8 24, 28 bytes
 * </pre>
 *
 * Port and addresses are big-endian. Thread-safe.
 */
public final class IpAddressCodec {

    public static final int MAX_BYTES = 28;

    public static final int IPV4_BYTES = 16;

    /** The number of IPv4 everywhere. */
    private static final short AF_INET = 2;

    private static final int PORT = 2;
    private static final int IPV4_ADDRESS = 4;
    private static final int IPV6_FLOW = 4;
    private static final int IPV6_ADDRESS = 8;
    private static final int IPV6_SCOPE = 24;
    private static final int IPV6_LENGTH = 16;

    /** What is before the address in a mapped one, ::ffff:1.2.3.4: eight zeros, and these four bytes. */
    private static final int MAPPED = 0xffff_0000;

    private final short inet6;

    /** @param inet6 the system's number of IPv6, {@code AF_INET6} */
    public IpAddressCodec(int inet6) {
        this.inet6 = (short) inet6;
    }

    /**
     * Writes an address at the start of {@code out}. For an IPv6 socket an IPv4 address is written in its mapped form.
     *
     * @return how many bytes it took
     * @throws UnsupportedAddressTypeException when an IPv4 socket can't have it
     */
    public int encode(InetSocketAddress address, boolean ipv6, ByteBuffer out) {
        short port = Short.reverseBytes((short) address.getPort());
        InetAddress host = address.getAddress();
        if (!ipv6) {
            out.putShort(0, AF_INET).putShort(PORT, port);
            out.put(IPV4_ADDRESS, ipv4Bytes(host));
            out.putLong(8, 0);
            return IPV4_BYTES;
        }
        out.putShort(0, inet6).putShort(PORT, port).putInt(IPV6_FLOW, 0);
        out.put(IPV6_ADDRESS, ipv6Bytes(host));
        out.putInt(IPV6_SCOPE, scope(address));
        return MAX_BYTES;
    }

    /** The interface that the address is valid on, which {@code equals} doesn't compare; 0 for any. */
    public static int scope(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address six ? six.getScopeId() : 0;
    }

    /**
     * Reads what {@link #encode} or a kernel wrote; null for no address of IP.
     *
     * <p>Too long for HotSpot to inline (325 bytes of code), and part of whatever makes or accepts a connection: it would
     * be compiled once more with each of those.
     */
    public InetSocketAddress decode(ByteBuffer in) {
        long head = in.getLong(0);
        short family = (short) head;
        int port = Short.toUnsignedInt(Short.reverseBytes((short) (head >> 16)));
        byte[] host;
        int scope = 0;
        if (family == AF_INET) {
            host = new byte[] {(byte) (head >> 32), (byte) (head >> 40), (byte) (head >> 48), (byte) (head >> 56)};
        } else if (family == inet6) {
            long high = in.getLong(IPV6_ADDRESS);
            long low = in.getLong(IPV6_ADDRESS + Long.BYTES);
            if (high == 0 && (int) low == MAPPED) {
                host = new byte[] {(byte) (low >> 32), (byte) (low >> 40), (byte) (low >> 48), (byte) (low >> 56)};
            } else {
                host = new byte[] {
                    (byte) high,
                    (byte) (high >> 8),
                    (byte) (high >> 16),
                    (byte) (high >> 24),
                    (byte) (high >> 32),
                    (byte) (high >> 40),
                    (byte) (high >> 48),
                    (byte) (high >> 56),
                    (byte) low,
                    (byte) (low >> 8),
                    (byte) (low >> 16),
                    (byte) (low >> 24),
                    (byte) (low >> 32),
                    (byte) (low >> 40),
                    (byte) (low >> 48),
                    (byte) (low >> 56)
                };
                scope = in.getInt(IPV6_SCOPE);
            }
        } else {
            return null;
        }
        return address(host, scope, port);
    }

    /**
     * An address of its parts.
     *
     * @param host 4 or 16 bytes
     * @param scope see {@link #scope}
     */
    public static InetSocketAddress address(byte[] host, int scope, int port) {
        try {
            InetAddress address =
                    scope == 0 ? InetAddress.getByAddress(host) : Inet6Address.getByAddress(null, host, scope);
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException wrongLength) {
            throw new AssertionError(wrongLength);
        }
    }

    private static byte[] ipv4Bytes(InetAddress host) {
        if (host instanceof Inet4Address) {
            return host.getAddress();
        }
        if (host.isAnyLocalAddress()) {
            return new byte[4];
        }
        throw new UnsupportedAddressTypeException();
    }

    private static byte[] ipv6Bytes(InetAddress host) {
        byte[] bytes = host.getAddress();
        if (host instanceof Inet6Address) {
            return bytes;
        }
        byte[] mapped = new byte[IPV6_LENGTH];
        if (!host.isAnyLocalAddress()) {
            mapped[10] = -1;
            mapped[11] = -1;
            System.arraycopy(bytes, 0, mapped, 12, bytes.length);
        }
        return mapped;
    }
}
