package io.nioshare.provider.linux.socket;

import static io.nioshare.provider.linux.libc.Libc.AF_INET6;
import static io.nioshare.provider.linux.libc.Libc.AF_UNIX;

import io.nioshare.provider.memory.IpAddressCodec;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;

/** Addresses of all kinds of sockets. */
final class SocketAddressCodec {

    static final IpAddressCodec IP = new IpAddressCodec(AF_INET6);

    private SocketAddressCodec() {}

    /** Writes the address of a stream socket, which may be of either kind. Returns how many bytes it took. */
    static int encodeAny(SocketAddress address, boolean ipv6, ByteBuffer out) throws SocketException {
        return address instanceof UnixDomainSocketAddress unix
                ? UnixAddressCodec.encode(unix, out)
                : IP.encode((InetSocketAddress) address, ipv6, out);
    }

    /** Reads an address of either kind, of {@code length} bytes. */
    static SocketAddress decodeAny(ByteBuffer in, int length) {
        return in.getShort(0) == AF_UNIX ? UnixAddressCodec.decode(in, length) : IP.decode(in);
    }
}
