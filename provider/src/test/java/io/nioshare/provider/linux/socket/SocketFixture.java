package io.nioshare.provider.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsSocketType;
import io.nioshare.provider.os.OsStatus;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Sockets for a test, closed in the end, and a kilobyte of memory for their calls. */
public final class SocketFixture implements Closeable {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static final int PATIENCE_MILLIS = 5_000;

    public final LinuxSockets sockets = new LinuxSockets();

    private final OffHeapBlock memory = new OffHeapBlock(NativeMemory.INSTANCE, 1024);
    private final Deque<Closeable> opened = new ArrayDeque<>();

    /** Both ends of a connection. */
    public record Pair(LinuxSocket near, LinuxSocket far) {}

    public <T extends OsSocket> T closing(T socket) {
        opened.push(socket::close);
        return socket;
    }

    public OsOperation operation(OsSocket socket) {
        OsOperation operation = socket.newOperation();
        opened.push(operation::close);
        return operation;
    }

    public static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public LinuxSocket listener() throws IOException {
        LinuxSocket listener = closing(sockets.openListener(StandardProtocolFamily.INET));
        listener.bind(loopback(0));
        listener.listen(50);
        return listener;
    }

    /** A Unix socket, whose connections change as soon as something is done to them. The file must not be there yet. */
    public LinuxSocket unixListener(Path file, int backlog) throws IOException {
        LinuxSocket listener = closing(sockets.openListener(StandardProtocolFamily.UNIX));
        listener.bind(UnixDomainSocketAddress.of(file));
        listener.listen(backlog);
        return listener;
    }

    public LinuxSocket datagram() throws IOException {
        LinuxSocket socket = closing(sockets.open(OsSocketType.DATAGRAM, StandardProtocolFamily.INET));
        socket.bind(loopback(0));
        return socket;
    }

    public Pair connect() throws IOException {
        return connect(listener());
    }

    public Pair connect(LinuxSocket listener) throws IOException {
        LinuxSocket near = closing(sockets.open(OsSocketType.STREAM, listener.family()));
        if (!near.connect(listener.localAddress())) {
            operation(near).finishConnect(PATIENCE_MILLIS);
        }
        return new Pair(near, closing((LinuxSocket) operation(listener).accept(PATIENCE_MILLIS)));
    }

    /** Receives at most this many bytes. */
    public int receive(OsOperation operation, int length, long timeout) throws IOException {
        operation.buffer(0, memory.address(), length);
        return operation.receive(1, timeout);
    }

    public int send(OsOperation operation, int length) throws IOException {
        operation.buffer(0, memory.address(), length);
        return operation.send(1, OsStatus.NO_WAIT);
    }

    /** Sends until the kernel takes nothing more, and returns what the last attempt came to. */
    public int fill(OsOperation operation) throws IOException {
        int sent;
        do {
            sent = send(operation, 1024);
        } while (sent > 0);
        return sent;
    }

    /** For what {@link #send} and {@link #receive} aren't enough for. */
    public long memory() {
        return memory.address();
    }

    /** How many descriptors this process has open, files apart: the JVM opens archives when it first needs a class. */
    public static long descriptors() throws IOException {
        return count(target -> !target.startsWith("/"));
    }

    /** Until this process has no more descriptors open than this. */
    public static void awaitDescriptors(long most) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (descriptors() > most && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(descriptors()).isLessThanOrEqualTo(most);
    }

    /** How many eventfds this process has open. */
    public static long eventDescriptors() throws IOException {
        return count("anon_inode:[eventfd]"::equals);
    }

    /** How many descriptors of this process lead to the socket. */
    public static long descriptorsOf(LinuxSocket socket) throws IOException {
        return count(target(DESCRIPTORS.resolve(Integer.toString(socket.descriptor())))::equals);
    }

    private static long count(Predicate<String> wanted) throws IOException {
        try (Stream<Path> entries = Files.list(DESCRIPTORS)) {
            return entries.map(SocketFixture::target).filter(wanted).count();
        }
    }

    /** What a descriptor leads to; one that was closed since it was listed counts as a file. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return "/";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        memory.free();
    }
}
