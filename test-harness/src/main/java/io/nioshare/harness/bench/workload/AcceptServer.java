package io.nioshare.harness.bench.workload;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Accepts and closes. */
public final class AcceptServer extends SelectorServer {
    public AcceptServer() throws IOException {
        start();
    }

    @Override
    void accepted(SocketChannel channel, Selector selector) throws IOException {
        channel.close();
    }

    @Override
    void ready(SocketChannel channel, SelectionKey key) {
        throw new IllegalStateException("nothing was registered");
    }
}
