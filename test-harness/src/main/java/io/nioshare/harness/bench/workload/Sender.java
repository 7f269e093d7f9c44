package io.nioshare.harness.bench.workload;

import io.nioshare.harness.bench.workload.Buffers.Piece;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Writes as long as the socket takes it, waits for it to be writable, and goes on. */
public final class Sender extends SelectorServer {
    private final Piece piece;

    public Sender(Buffers buffers) throws IOException {
        piece = buffers.piece();
        start();
    }

    @Override
    void accepted(SocketChannel channel, Selector selector) throws IOException {
        register(channel, selector, SelectionKey.OP_WRITE);
    }

    @Override
    void ready(SocketChannel channel, SelectionKey key) throws IOException {
        try {
            boolean all = true;
            while (all) {
                all = piece.write(channel);
            }
        } catch (IOException e) {
            // The other side has had enough; if it hasn't, it complains.
            System.err.println("sending ended: " + e);
            channel.close();
        }
    }
}
