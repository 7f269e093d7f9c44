package io.nioshare.harness.handoff;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** What a TCP socket can be of. */
enum Family {
    IPV4("127.0.0.1", StandardProtocolFamily.INET),
    IPV6("::1", StandardProtocolFamily.INET6),
    /** As {@code java.nio} opens them where nobody asks for a family. */
    IPV4_THROUGH_IPV6("127.0.0.1", StandardProtocolFamily.INET6);

    private final String loopback;
    private final StandardProtocolFamily protocol;

    Family(String loopback, StandardProtocolFamily protocol) {
        this.loopback = loopback;
        this.protocol = protocol;
    }

    InetSocketAddress loopback() throws IOException {
        return new InetSocketAddress(InetAddress.getByName(loopback), 0);
    }

    ServerSocketChannel openListener() throws IOException {
        return ServerSocketChannel.open(protocol);
    }

    SocketChannel openChannel() throws IOException {
        return SocketChannel.open(protocol);
    }
}
