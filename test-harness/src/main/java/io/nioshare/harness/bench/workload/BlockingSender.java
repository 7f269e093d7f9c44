package io.nioshare.harness.bench.workload;

import io.nioshare.harness.bench.workload.Buffers.Piece;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Writes in blocking mode. */
public final class BlockingSender extends BlockingServer {
    private final Buffers buffers;

    public BlockingSender(Buffers buffers) throws IOException {
        this.buffers = buffers;
        start();
    }

    @Override
    void serve(SocketChannel channel) {
        Piece piece = buffers.piece();
        try {
            while (channel.isOpen()) {
                piece.write(channel);
            }
        } catch (IOException e) {
            // The other side has had enough; if it hasn't, it complains.
            System.err.println("sending ended: " + e);
        }
    }
}
