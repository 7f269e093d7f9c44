package io.nioshare.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A connection of this machine's own kernel, by one thread: for what is allocated on the way. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ChannelBenchmark {
    private static final int MESSAGE = 64;

    @Param({"direct", "heap"})
    public String buffers;

    private ByteBuffer buffer;
    private Selector selector;
    private SocketChannel near;
    private SocketChannel far;

    @Setup
    public void connect() throws IOException {
        SelectorProvider provider = new ShareableSelectorProvider();
        buffer = buffers.equals("direct") ? ByteBuffer.allocateDirect(MESSAGE) : ByteBuffer.allocate(MESSAGE);
        selector = provider.openSelector();
        try (ServerSocketChannel listener = provider.openServerSocketChannel()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            far = provider.openSocketChannel();
            far.connect(listener.getLocalAddress());
            near = listener.accept();
        }
        far.setOption(StandardSocketOptions.TCP_NODELAY, true);
        far.configureBlocking(false);
        near.configureBlocking(false);
        near.register(selector, SelectionKey.OP_READ);
    }

    @Benchmark
    public int writeAndRead() throws IOException {
        write();
        return read();
    }

    @Benchmark
    public int writeSelectAndRead() throws IOException {
        write();
        selector.select(key -> {});
        return read();
    }

    private void write() throws IOException {
        buffer.clear();
        far.write(buffer);
    }

    private int read() throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            near.read(buffer);
        }
        return buffer.position();
    }

    @TearDown
    public void close() throws IOException {
        selector.close();
        near.close();
        far.close();
    }
}
