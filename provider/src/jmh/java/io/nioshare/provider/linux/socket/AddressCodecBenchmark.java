package io.nioshare.provider.linux.socket;

import io.nioshare.provider.AddressBenchmark;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** The codec of this system. */
public class AddressCodecBenchmark extends AddressBenchmark {
    @Override
    protected int encode(InetSocketAddress address, boolean ipv6, ByteBuffer out) {
        return SocketAddressCodec.encode(address, ipv6, out);
    }

    @Override
    protected InetSocketAddress decode(ByteBuffer in) {
        return SocketAddressCodec.decode(in);
    }
}
