package io.nioshare.harness.bench.workload;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Both ends of a connection on which nothing happens; the near one doesn't block. */
record Connection(SocketChannel near, SocketChannel far) implements AutoCloseable {
    static Connection open() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel far = SocketChannel.open(listener.getLocalAddress());
            SocketChannel near = listener.accept();
            near.configureBlocking(false);
            return new Connection(near, far);
        }
    }

    @Override
    public void close() throws IOException {
        try (far) {
            near.close();
        }
    }
}
