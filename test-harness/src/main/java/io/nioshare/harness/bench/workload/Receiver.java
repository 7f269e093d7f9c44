package io.nioshare.harness.bench.workload;

import io.nioshare.harness.bench.workload.Buffers.Piece;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Reads once whenever something is there. */
public final class Receiver extends SelectorServer {
    private final Piece piece;

    public Receiver(Buffers buffers) throws IOException {
        piece = buffers.piece();
        start();
    }

    @Override
    void accepted(SocketChannel channel, Selector selector) throws IOException {
        register(channel, selector, SelectionKey.OP_READ);
    }

    @Override
    void ready(SocketChannel channel, SelectionKey key) throws IOException {
        if (piece.read(channel) < 0) {
            channel.close();
        }
    }
}
