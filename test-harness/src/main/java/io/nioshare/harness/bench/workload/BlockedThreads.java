package io.nioshare.harness.bench.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Sends back what comes, each connection by a thread that is blocked in read. */
public final class BlockedThreads extends BlockingServer {
    public BlockedThreads() throws IOException {
        start();
    }

    @Override
    void serve(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1_024);
        while (channel.read(buffer) >= 0) {
            buffer.flip();
            channel.write(buffer);
            buffer.clear();
        }
    }
}
