package io.nioshare.harness.bench.workload;

import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Timed;
import io.nioshare.harness.bench.mode.Workload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A blocking client of a selector's echo server, both by the provider in force. */
public final class RoundTrip implements Workload {
    private static final int MESSAGE = 64;

    private final EchoServer server = new EchoServer();
    private final SocketChannel client;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MESSAGE);

    public RoundTrip() throws IOException {
        client = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    @Override
    public Measurement run(long nanos) throws IOException {
        return Timed.repeat(nanos, this::ping);
    }

    private long ping() throws IOException {
        buffer.clear();
        client.write(buffer);
        buffer.clear();
        while (buffer.hasRemaining()) {
            if (client.read(buffer) < 0) {
                throw new IOException("closed instead of answered");
            }
        }
        return 1;
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
