package io.nioshare.harness.bench.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Sends back what comes. */
public final class EchoServer extends SelectorServer {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1_024);

    public EchoServer() throws IOException {
        start();
    }

    @Override
    void accepted(SocketChannel channel, Selector selector) throws IOException {
        register(channel, selector, SelectionKey.OP_READ);
    }

    @Override
    void ready(SocketChannel channel, SelectionKey key) throws IOException {
        buffer.clear();
        if (channel.read(buffer) < 0) {
            channel.close();
            return;
        }
        buffer.flip();
        channel.write(buffer);
        if (buffer.hasRemaining()) {
            throw new IOException("a short message was written in part");
        }
    }
}
