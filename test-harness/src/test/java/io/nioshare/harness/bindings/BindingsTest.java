package io.nioshare.harness.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.ShareableChannel;
import io.nioshare.harness.process.ChildJvm;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

class BindingsTest {

    /** JNA has nowhere to load its own library from. */
    private static final String[] NO_JNA = {
        "-Djna.nosys=true", "-Djna.nounpack=true", "-Djna.noclasspath=true", "-Djna.boot.library.path="
    };

    private static ChildJvm start(String binding, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("-Dnioshare.bindings=" + binding);
        return ChildJvm.start(all.toArray(String[]::new));
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** A listener, a connection, a selector, an export and an import; returns what came through. */
    private static String useSockets() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(anyPort());
                SocketChannel near = SocketChannel.open(listener.getLocalAddress());
                SocketChannel far = listener.accept();
                Selector selector = Selector.open()) {
            far.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            near.write(new ByteBuffer[] {ByteBuffer.wrap("by".getBytes()), direct("tes")});
            assertThat(selector.select()).isEqualTo(1);
            byte[] token =
                    ShareableChannel.of(far).exportTo(ProcessHandle.current().pid());
            try (SocketChannel copy = ShareableChannel.importFrom(token, SocketChannel.class)) {
                ByteBuffer received = ByteBuffer.allocateDirect(5);
                while (received.hasRemaining()) {
                    copy.read(received);
                }
                byte[] bytes = new byte[5];
                received.flip().get(bytes);
                return new String(bytes);
            }
        }
    }

    private static ByteBuffer direct(String text) {
        return ByteBuffer.allocateDirect(text.length()).put(text.getBytes()).flip();
    }

    private static String refusal() throws IOException {
        SocketAddress nobody;
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(anyPort())) {
            nobody = listener.getLocalAddress();
        }
        try (SocketChannel channel = SocketChannel.open()) {
            channel.connect(nobody);
            return "connected";
        } catch (ConnectException e) {
            return e.getMessage();
        }
    }

    private static String failure() throws IOException {
        try (SocketChannel opened = SocketChannel.open()) {
            return "opened " + opened;
        } catch (UnsupportedOperationException e) {
            return e.getMessage();
        }
    }

    private static void assertSocketsWork(ChildJvm child) throws Exception {
        assertThat(child.call(BindingsTest::useSockets)).isEqualTo("bytes");
        assertThat(child.call(BindingsTest::refusal)).contains("ECONNREFUSED");
    }

    @Test
    void jna() throws Exception {
        try (ChildJvm child = start("jna")) {
            assertSocketsWork(child);
        }
    }

    @Test
    @EnabledForJreRange(minVersion = 21)
    void foreignWithoutAnyNeedOfJna() throws Exception {
        try (ChildJvm child = start("foreign", NO_JNA)) {
            assertSocketsWork(child);
        }
    }

    @Test
    void jnaThatCantBeLoaded() throws Exception {
        try (ChildJvm child = start("jna", NO_JNA)) {
            assertThat(child.call(BindingsTest::failure)).startsWith("JNA can't be used: ");
            assertThat(child.call(BindingsTest::failure)).startsWith("JNA can't be used: ");
        }
    }

    @Test
    @EnabledForJreRange(maxVersion = 20)
    void foreignOnAnOlderJdk() throws Exception {
        try (ChildJvm child = start("foreign")) {
            assertThat(child.call(BindingsTest::failure))
                    .isEqualTo("nioshare.bindings=foreign: needs Java 21 or newer, and this is " + Runtime.version());
        }
    }

    @Test
    @EnabledForJreRange(minVersion = 24)
    void foreignThatIsDenied() throws Exception {
        try (ChildJvm child = start("foreign", ChildJvm.NO_NATIVE_ACCESS)) {
            assertThat(child.call(BindingsTest::failure)).contains("--enable-native-access=ALL-UNNAMED");
        }
    }

    @Test
    void aWordThatIsNone() throws Exception {
        try (ChildJvm child = start("jni")) {
            assertThat(child.call(BindingsTest::failure))
                    .isEqualTo("nioshare.bindings=jni: it is either foreign or jna");
        }
    }
}
