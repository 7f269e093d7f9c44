package io.nioshare.harness.bench.workload;

import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Timed;
import io.nioshare.harness.bench.mode.Workload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Opens a selector, registers all connections, lets the kernel know, and closes it. */
public final class CrowdedSelector implements Workload {
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final Thread thread;

    /** @param count how many connections there will be */
    public CrowdedSelector(int count) throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        thread = Background.start("listener", () -> {
            for (int i = 0; i < count; i++) {
                SocketChannel channel = listener.accept();
                channel.configureBlocking(false);
                channels.add(channel);
            }
        });
    }

    @Override
    public int port() {
        return listener.socket().getLocalPort();
    }

    @Override
    public Measurement run(long nanos) throws IOException {
        Background.await(thread);
        return Timed.repeat(nanos, this::openAndClose);
    }

    private long openAndClose() throws IOException {
        try (Selector selector = Selector.open()) {
            for (SocketChannel channel : channels) {
                channel.register(selector, SelectionKey.OP_READ);
            }
            if (selector.selectNow() != 0) {
                throw new IOException("something to read on idle connections");
            }
        }
        return 1;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
