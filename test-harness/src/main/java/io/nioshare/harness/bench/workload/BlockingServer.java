package io.nioshare.harness.bench.workload;

import io.nioshare.harness.bench.mode.Workload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A listener, and a thread for every connection, all in blocking mode. */
abstract class BlockingServer implements Workload {
    private static final int BACKLOG = 1_024;

    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final Queue<SocketChannel> channels = new ConcurrentLinkedQueue<>();

    BlockingServer() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    }

    /** The last act of a constructor. */
    final void start() {
        Background.start("listener", this::listen);
    }

    /** Until the connection ends. */
    abstract void serve(SocketChannel channel) throws IOException;

    private void listen() throws IOException {
        while (listener.isOpen()) {
            SocketChannel channel;
            try {
                channel = listener.accept();
            } catch (ClosedChannelException e) {
                return;
            }
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channels.add(channel);
            Background.start("connection", () -> serveAndClose(channel));
        }
    }

    private void serveAndClose(SocketChannel channel) throws IOException {
        try (channel) {
            serve(channel);
        } catch (ClosedChannelException e) {
            // By close, below.
        }
    }

    @Override
    public final int port() {
        return listener.socket().getLocalPort();
    }

    @Override
    public final void close() throws IOException {
        listener.close();
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
