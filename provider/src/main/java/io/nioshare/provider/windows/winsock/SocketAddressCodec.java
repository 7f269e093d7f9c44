package io.nioshare.provider.windows.winsock;

import static io.nioshare.provider.windows.jna.Winsock2.AF_INET6;

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
}
