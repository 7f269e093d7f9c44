package io.nioshare.harness.contract;

import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that run once for every provider, and what they need: open, connect, wait. */
@ExtendWith(KnownDifferences.class)
abstract class ContractTest {

    /** How long something may take that takes milliseconds on a machine with nothing else to do. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long nothing has to happen. */
    static final Duration QUIET = Duration.ofMillis(150);

    static final InetAddress LOOPBACK = address(127, 0, 0, 1);

    final Subject subject = Subject.of(getClass());

    private final boolean withinTheHost = getClass().isAnnotationPresent(WithinTheHost.class);

    private final Deque<Closeable> opened = new ConcurrentLinkedDeque<>();

    @AfterEach
    void closeAll() throws IOException {
        Thread.interrupted();
        for (Closeable closeable; (closeable = opened.pollLast()) != null; ) {
            closeable.close();
        }
    }

    /** Closes it after the test. */
    final <T extends Closeable> T closing(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    final SocketChannel open() throws IOException {
        SelectorProvider provider = subject.provider();
        return closing(
                withinTheHost ? provider.openSocketChannel(StandardProtocolFamily.UNIX) : provider.openSocketChannel());
    }

    final SocketChannel openNonBlocking() throws IOException {
        return nonBlocking(open());
    }

    final ServerSocketChannel openListener() throws IOException {
        SelectorProvider provider = subject.provider();
        return closing(
                withinTheHost
                        ? provider.openServerSocketChannel(StandardProtocolFamily.UNIX)
                        : provider.openServerSocketChannel());
    }

    /** A listener on some port of 127.0.0.1, or within the host. */
    final ServerSocketChannel listen() throws IOException {
        return openListener().bind(freeAddress());
    }

    /** An address for one listener: some port of 127.0.0.1, or a path where nothing is. */
    final SocketAddress freeAddress() throws IOException {
        return withinTheHost ? UnixDomainSocketAddress.of(freePath()) : new InetSocketAddress(LOOPBACK, 0);
    }

    /** Where nothing is yet; what is made there is deleted after the test. */
    final Path freePath() throws IOException {
        Path folder = Files.createTempDirectory("unix");
        Path path = folder.resolve("socket");
        closing(() -> {
            Files.deleteIfExists(path);
            Files.deleteIfExists(folder);
        });
        return path;
    }

    final Selector openSelector() throws IOException {
        Selector selector = subject.provider().openSelector();
        opened.add(() -> dispose(selector));
        return selector;
    }

    /** Closes a selector, unless doing so may end the JVM. */
    final void dispose(Selector selector) throws IOException {
        if (!selector.isOpen()) {
            return;
        }
        if (subject == Subject.JDK && KnownDifferences.SELECTOR_CLOSE_CORRUPTS_MEMORY) {
            selector.keys().forEach(SelectionKey::cancel);
            selector.selectNow();
        } else {
            selector.close();
        }
    }

    /** Both ends of a connection, blocking. */
    record Pair(SocketChannel near, SocketChannel far) {}

    final Pair connect() throws IOException {
        return connect(listen());
    }

    final Pair connect(ServerSocketChannel listener) throws IOException {
        SocketChannel near = open();
        near.connect(listener.getLocalAddress());
        return new Pair(near, closing(listener.accept()));
    }

    /** Both ends of a connection with buffers so small that a few hundred kilobytes fill them. */
    final Pair connectSmall() throws IOException {
        return connectSmall(64 << 10);
    }

    /** The same with buffers of so many bytes, if the system does as it is asked. */
    final Pair connectSmall(int bytes) throws IOException {
        ServerSocketChannel listener = openListener();
        listener.setOption(StandardSocketOptions.SO_RCVBUF, bytes);
        listener.bind(freeAddress());
        SocketChannel near = open();
        near.setOption(StandardSocketOptions.SO_SNDBUF, bytes);
        near.connect(listener.getLocalAddress());
        return new Pair(near, closing(listener.accept()));
    }

    /** A connection whose far end is no channel, so that what it sees owes nothing to the provider. */
    record Foreign(SocketChannel near, Socket far) {}

    final Foreign connectForeign() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK)) {
            SocketChannel near = open();
            near.connect(listener.getLocalSocketAddress());
            Socket far = closing(listener.accept());
            far.setSoTimeout((int) PATIENCE.toMillis());
            return new Foreign(near, far);
        }
    }

    static <C extends SelectableChannel> C nonBlocking(C channel) throws IOException {
        channel.configureBlocking(false);
        return channel;
    }

    /** A port of 127.0.0.1 where nobody listens. */
    static InetSocketAddress refusing() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return new InetSocketAddress(LOOPBACK, socket.getLocalPort());
        }
    }

    /**
     * An address whose listener answers no more, since its backlog is full; a system that refuses then makes the test
     * inapplicable.
     */
    final InetSocketAddress unresponsive() throws IOException {
        ServerSocket listener = closing(new ServerSocket(0, 1, LOOPBACK));
        InetSocketAddress address = new InetSocketAddress(LOOPBACK, listener.getLocalPort());
        for (int i = 0; i < 20; i++) {
            Socket filler = closing(new Socket());
            try {
                filler.connect(address, (int) QUIET.toMillis());
            } catch (java.net.SocketTimeoutException full) {
                return address;
            } catch (IOException refused) {
                break;
            }
        }
        throw new org.opentest4j.TestAbortedException("this system refuses when a backlog is full");
    }

    static InetAddress address(int... bytes) {
        byte[] raw = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        try {
            return InetAddress.getByAddress(raw);
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    final <T> Background<T> background(Callable<T> call) {
        return Background.start(call);
    }

    /** Selects until the key's ready set has all of these operations. Leaves the key selected. */
    static void awaitReady(Selector selector, SelectionKey key, int operations) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while ((key.readyOps() & operations) != operations
                || !selector.selectedKeys().contains(key)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("ready is " + key.readyOps() + ", awaited " + operations);
            }
            selector.select(left);
        }
    }

    /** Waits until the channel is ready, in a selector of its own. The channel must be non-blocking. */
    final void await(SelectableChannel channel, int operation) throws IOException {
        Selector selector = subject.provider().openSelector();
        try {
            SelectionKey key = channel.register(selector, operation);
            awaitReady(selector, key, operation);
        } finally {
            dispose(selector);
        }
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** Reads exactly this much, in either mode. */
    final ByteBuffer readFully(SocketChannel channel, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            int n = channel.read(buffer);
            if (n < 0) {
                throw new AssertionError("end of stream after " + buffer.position() + " of " + count + " bytes");
            }
            if (n == 0) {
                await(channel, SelectionKey.OP_READ);
            }
        }
        return buffer.flip();
    }

    final String readText(SocketChannel channel, int count) throws IOException {
        return new String(readFully(channel, count).array(), java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** Writes until the kernel takes not one byte more, in non-blocking mode; returns how much that was. */
    static long fill(SocketChannel channel) throws IOException {
        ByteBuffer data = ByteBuffer.allocateDirect(64 << 10);
        long total = 0;
        // Again after a pause: the kernel goes on moving what it has to the peer, at its own timers' pace.
        for (int quiet = 0; quiet < 6; ) {
            int n = channel.write(data.clear());
            n += channel.write(data.clear().limit(1));
            total += n;
            quiet = n == 0 ? quiet + 1 : 0;
            if (n == 0) {
                pause(Duration.ofMillis(60));
            }
        }
        return total;
    }

    /** How long the thread has run. */
    static long cpuNanos(Thread thread) {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Asserts an exception's very class: a subclass would be another answer. */
    static <T extends Throwable> T assertThrown(Class<T> type, ThrowingCallable call) {
        Throwable thrown = Assertions.catchThrowable(call);
        Assertions.assertThat(thrown).isExactlyInstanceOf(type);
        return type.cast(thrown);
    }
}
