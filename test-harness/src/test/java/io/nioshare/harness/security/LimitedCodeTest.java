package io.nioshare.harness.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nioshare.ShareableChannel;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.Children;
import io.nioshare.harness.process.RemoteTask;
import io.nioshare.harness.process.SystemWithBackend;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetPermission;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketPermission;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AccessControlException;
import java.security.Permission;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first user of the provider in a JVM has no permission but for sockets: that is enough, as with the JDK's. */
@SystemWithBackend
@EnabledForJreRange(max = JRE.JAVA_23, disabledReason = "from JDK 24 on there are no security managers")
@SuppressWarnings("removal")
class LimitedCodeTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @RegisterExtension
    final Children children = new Children();

    private ChildJvm start() throws Exception {
        ChildJvm child = children.start("-Djava.security.manager=allow");
        child.call(LimitedCode::trustAllOther);
        return child;
    }

    private static Permission sockets() {
        return new SocketPermission("*", "accept,connect,listen,resolve");
    }

    private static <R> RemoteTask<R> limited(RemoteTask<R> task) {
        return () -> LimitedCode.run(task, sockets(), new NetPermission("accessUnixDomainSocket"));
    }

    @Test
    void connectionsAndSelectors() throws Exception {
        ChildJvm child = start();
        assertThat(child.call(limited(LimitedCodeTest::connect))).isEqualTo("hello");
        assertThat(child.call(limited(LimitedCodeTest::stream))).isEqualTo("hello");
    }

    private static String connect() throws IOException {
        try (Selector selector = Selector.open();
                ServerSocketChannel listener = ServerSocketChannel.open().bind(ANY_PORT);
                SocketChannel near = SocketChannel.open(listener.getLocalAddress());
                SocketChannel far = listener.accept()) {
            listener.socket().setSoTimeout(1);
            near.socket().setTcpNoDelay(true);
            for (SocketOption<?> option : near.supportedOptions()) {
                near.getOption(option);
            }
            near.write(ByteBuffer.wrap("hello".getBytes()));
            far.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            ByteBuffer received = ByteBuffer.allocate(5);
            while (received.hasRemaining()) {
                selector.select();
                far.read(received);
                selector.selectedKeys().clear();
            }
            return new String(received.array());
        }
    }

    /** A stream waits with the channel's lock in hand, and is woken by a thread of the provider's. */
    private static String stream() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(ANY_PORT);
                SocketChannel near = SocketChannel.open(listener.getLocalAddress());
                SocketChannel far = listener.accept()) {
            byte[] received = new byte[5];
            Thread reader = new Thread(() -> read(far, received));
            reader.start();
            while (reader.getState() == Thread.State.NEW || reader.getState() == Thread.State.RUNNABLE) {
                // Waiting takes the reader out of these.
                Thread.sleep(1);
            }
            near.write(ByteBuffer.wrap("hello".getBytes()));
            reader.join();
            return new String(received);
        }
    }

    private static void read(SocketChannel channel, byte[] bytes) {
        InputStream in = Channels.newInputStream(channel);
        try {
            in.readNBytes(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void datagramsAndPipes() throws Exception {
        ChildJvm child = start();
        assertThat(child.call(limited(LimitedCodeTest::pipe))).isEqualTo(7);
        assertThat(child.call(limited(LimitedCodeTest::datagram))).isEqualTo("hello");
    }

    private static int pipe() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            sink.write(ByteBuffer.allocate(1).put(0, (byte) 7));
            ByteBuffer received = ByteBuffer.allocate(1);
            source.read(received);
            return received.get(0);
        }
    }

    private static String datagram() throws IOException {
        try (DatagramChannel near = DatagramChannel.open();
                DatagramChannel far = DatagramChannel.open().bind(ANY_PORT)) {
            near.send(ByteBuffer.wrap("hello".getBytes()), far.getLocalAddress());
            ByteBuffer received = ByteBuffer.allocate(5);
            far.receive(received);
            far.socket().setSoTimeout(1);
            return new String(received.array());
        }
    }

    @Test
    void socketsWithinTheHost() throws Exception {
        ChildJvm child = start();
        List<String> seen = child.call(limited(LimitedCodeTest::unix));
        assumeTrue(!seen.isEmpty(), "this system has no sockets within the host");
        Files.delete(Path.of(seen.get(0)));
        assertThat(seen).endsWith(System.getProperty("user.name"));
    }

    /** The listener's name, and the peer's user; nothing where there are no such sockets. */
    private static ArrayList<String> unix() throws IOException {
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(null);
                SocketChannel near = SocketChannel.open(listener.getLocalAddress())) {
            listener.accept().close();
            return new ArrayList<>(List.of(
                    listener.getLocalAddress().toString(),
                    near.getOption(jdk.net.ExtendedSocketOptions.SO_PEERCRED)
                            .user()
                            .getName()));
        } catch (UnsupportedOperationException e) {
            return new ArrayList<>();
        }
    }

    @Test
    void whatIsNotGrantedIsRefused() throws Exception {
        ChildJvm child = start();
        SocketAddress server = child.call(LimitedCodeTest::listen);
        assertThatThrownBy(() -> child.call(
                        () -> LimitedCode.run(() -> SocketChannel.open(server).isOpen())))
                .isInstanceOf(AccessControlException.class)
                .hasMessageContaining("connect,resolve");
        assertThatThrownBy(() -> child.call(
                        limited(() -> ShareableChannel.importFrom(new byte[1]).isOpen())))
                .isInstanceOf(AccessControlException.class)
                .hasMessageContaining("inheritedChannel");
    }

    private static SocketAddress listen() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(ANY_PORT)) {
            return listener.getLocalAddress();
        }
    }
}
