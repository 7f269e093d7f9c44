package io.nioshare.harness.bench.workload;

import io.nioshare.harness.bench.mode.Workload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** Sends datagrams back, by a selector. */
public final class DatagramEcho implements Workload {
    private final Selector selector = Selector.open();
    private final DatagramChannel channel = DatagramChannel.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1_024);
    private final Thread thread;
    private volatile boolean closed;

    public DatagramEcho() throws IOException {
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        thread = Background.start("server", this::serve);
    }

    private void serve() throws IOException {
        while (!closed) {
            selector.select();
            selector.selectedKeys().clear();
            buffer.clear();
            SocketAddress sender = channel.receive(buffer);
            if (sender != null) {
                buffer.flip();
                channel.send(buffer, sender);
            }
        }
    }

    @Override
    public int port() {
        return channel.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        Background.await(thread);
        selector.close();
        channel.close();
    }
}
