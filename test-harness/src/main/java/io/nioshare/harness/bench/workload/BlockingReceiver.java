package io.nioshare.harness.bench.workload;

import io.nioshare.harness.bench.workload.Buffers.Piece;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Reads in blocking mode. */
public final class BlockingReceiver extends BlockingServer {
    private final Buffers buffers;

    public BlockingReceiver(Buffers buffers) throws IOException {
        this.buffers = buffers;
        start();
    }

    @Override
    void serve(SocketChannel channel) throws IOException {
        Piece piece = buffers.piece();
        long length = 0;
        while (length >= 0) {
            length = piece.read(channel);
        }
    }
}
