package io.nioshare.harness.refusals;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a call needs around it. */
final class Scene implements Closeable {

    static final InetAddress LOOPBACK = loopback();
    static final SocketAddress ANY_PORT = new InetSocketAddress(LOOPBACK, 0);
    static final SocketAddress UNRESOLVED = InetSocketAddress.createUnresolved("nobody.invalid", 1);

    /** An address of no kind that a socket has. */
    static final SocketAddress FOREIGN = new SocketAddress() {
        private static final long serialVersionUID = 1;
    };

    final SelectorProvider provider;
    private final Deque<Closeable> opened = new ArrayDeque<>();

    Scene(SelectorProvider provider) {
        this.provider = provider;
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    <T extends Closeable> T closing(T closeable) {
        opened.push(closeable);
        return closeable;
    }

    SocketChannel open() throws IOException {
        return closing(provider.openSocketChannel());
    }

    ServerSocketChannel listen() throws IOException {
        return closing(provider.openServerSocketChannel()).bind(ANY_PORT);
    }

    /** A connection on which three bytes have come. */
    SocketChannel connected() throws IOException {
        ServerSocketChannel listener = listen();
        SocketChannel near = open();
        near.connect(listener.getLocalAddress());
        closing(listener.accept()).write(ByteBuffer.allocate(3));
        return near;
    }

    DatagramChannel datagram() throws IOException {
        return closing(provider.openDatagramChannel());
    }

    DatagramChannel boundDatagram() throws IOException {
        return datagram().bind(ANY_PORT);
    }

    DatagramChannel connectedDatagram() throws IOException {
        return boundDatagram().connect(boundDatagram().getLocalAddress());
    }

    static <C extends SelectableChannel> C nonBlocking(C channel) throws IOException {
        channel.configureBlocking(false);
        return channel;
    }

    static <C extends Closeable> C closed(C channel) throws IOException {
        channel.close();
        return channel;
    }

    /** A port of this host that is nobody's to listen on, as far as this process knows. */
    static InetSocketAddress nobody() {
        return new InetSocketAddress(LOOPBACK, 7);
    }

    static NetworkInterface loopbackInterface() throws IOException {
        return NetworkInterface.getByInetAddress(LOOPBACK);
    }

    @Override
    public void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
