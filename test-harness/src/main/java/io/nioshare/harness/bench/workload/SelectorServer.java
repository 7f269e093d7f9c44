package io.nioshare.harness.bench.workload;

import io.nioshare.harness.bench.mode.Workload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;

/** A thread with a selector, a listener, and the connections that it accepted. */
abstract class SelectorServer implements Workload {
    private static final int BACKLOG = 1_024;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private Thread thread;
    private volatile boolean closed;

    SelectorServer() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** The last act of a constructor. */
    final void start() {
        thread = Background.start("server", this::serve);
    }

    /** What a new connection is registered for, if at all. */
    abstract void accepted(SocketChannel channel, Selector selector) throws IOException;

    /** A connection is ready. */
    abstract void ready(SocketChannel channel, SelectionKey key) throws IOException;

    @Override
    public final int port() {
        return listener.socket().getLocalPort();
    }

    private void serve() throws IOException {
        while (!closed) {
            selector.select();
            Iterator<SelectionKey> selected = selector.selectedKeys().iterator();
            while (selected.hasNext()) {
                SelectionKey key = selected.next();
                selected.remove();
                handle(key);
            }
        }
    }

    private void handle(SelectionKey key) throws IOException {
        if (!key.isAcceptable()) {
            ready((SocketChannel) key.channel(), key);
            return;
        }
        SocketChannel channel = listener.accept();
        if (channel != null) {
            accepted(channel, selector);
        }
    }

    static void register(SocketChannel channel, Selector selector, int operations) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, operations);
    }

    @Override
    public final void close() throws IOException {
        closed = true;
        selector.wakeup();
        Background.await(thread);
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
