package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.Closeable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The methods of {@link SelectorProvider}. */
abstract class ProviderContract extends ContractTest {

    private static final ProtocolFamily UNKNOWN = () -> "UNKNOWN";

    private static final List<StandardProtocolFamily> INTERNET =
            List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6);

    private SelectorProvider provider() {
        return subject.provider();
    }

    @Test
    void everythingOpenedNamesItsProvider() throws Exception {
        assertThat(open().provider()).isSameAs(provider());
        assertThat(openListener().provider()).isSameAs(provider());
        assertThat(closing(provider().openDatagramChannel()).provider()).isSameAs(provider());
        assertThat(openSelector().provider()).isSameAs(provider());
        Pipe pipe = provider().openPipe();
        assertThat(closing(pipe.source()).provider()).isSameAs(provider());
        assertThat(closing(pipe.sink()).provider()).isSameAs(provider());
        Pair pair = connect();
        assertThat(pair.far().provider()).as("of an accepted one").isSameAs(provider());
        for (StandardProtocolFamily family : INTERNET) {
            assertThat(closing(provider().openSocketChannel(family)).provider()).isSameAs(provider());
            assertThat(closing(provider().openServerSocketChannel(family)).provider())
                    .isSameAs(provider());
            assertThat(closing(provider().openDatagramChannel(family)).provider())
                    .isSameAs(provider());
        }
    }

    @Test
    void aFamilyIsNeeded() {
        assertThatNullPointerException().isThrownBy(() -> provider().openSocketChannel(null));
        assertThatNullPointerException().isThrownBy(() -> provider().openServerSocketChannel(null));
        assertThatNullPointerException().isThrownBy(() -> provider().openDatagramChannel(null));
    }

    @Test
    void unknownFamiliesAreNotSupported() {
        assertThrown(UnsupportedOperationException.class, () -> provider().openSocketChannel(UNKNOWN));
        assertThrown(UnsupportedOperationException.class, () -> provider().openServerSocketChannel(UNKNOWN));
        assertThrown(UnsupportedOperationException.class, () -> provider().openDatagramChannel(UNKNOWN));
        assertThrown(
                UnsupportedOperationException.class, () -> provider().openDatagramChannel(StandardProtocolFamily.UNIX));
    }

    @Test
    void connectionsOfEachFamily() throws Exception {
        for (StandardProtocolFamily family : INTERNET) {
            InetAddress loopback = family == StandardProtocolFamily.INET ? LOOPBACK : InetAddress.getByName("::1");
            ServerSocketChannel listener = closing(provider().openServerSocketChannel(family));
            listener.bind(new InetSocketAddress(loopback, 0));
            SocketChannel client = closing(provider().openSocketChannel(family));
            client.connect(listener.getLocalAddress());
            SocketChannel accepted = closing(listener.accept());
            assertThat(((InetSocketAddress) accepted.getRemoteAddress()).getAddress())
                    .isEqualTo(loopback);
            client.write(bytes("hello"));
            assertThat(readText(accepted, 5)).isEqualTo("hello");
        }
    }

    @Test
    void anIpv4ChannelConnectsToAListenerOfBothFamilies() throws Exception {
        ServerSocketChannel listener = openListener().bind(null);
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        SocketChannel client = closing(provider().openSocketChannel(StandardProtocolFamily.INET));
        client.connect(new InetSocketAddress(LOOPBACK, port));
        SocketChannel accepted = closing(listener.accept());
        assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
    }

    @Test
    void anIpv4ChannelRefusesOtherFamilies() throws Exception {
        SocketChannel channel = closing(provider().openSocketChannel(StandardProtocolFamily.INET));
        InetSocketAddress ipv6 = new InetSocketAddress(InetAddress.getByName("::1"), 1);
        assertThrown(UnsupportedAddressTypeException.class, () -> channel.bind(ipv6));
        assertThrown(UnsupportedAddressTypeException.class, () -> channel.connect(ipv6));
        UnixDomainSocketAddress unix = UnixDomainSocketAddress.of("nobody");
        assertThrown(UnsupportedAddressTypeException.class, () -> channel.bind(unix));
        assertThrown(UnsupportedAddressTypeException.class, () -> channel.connect(unix));
        ServerSocketChannel listener = openListener();
        assertThrown(UnsupportedAddressTypeException.class, () -> listener.bind(unix));
    }

    /** Supported where the system has it, and refused as documented where not. */
    @Test
    void unixDomainSocketsOrAClearNo(@TempDir Path folder) throws Exception {
        Throwable refused = catchThrowable(() -> closing(provider().openSocketChannel(StandardProtocolFamily.UNIX)));
        if (refused != null) {
            assertThat(refused).isExactlyInstanceOf(UnsupportedOperationException.class);
            assertThrown(UnsupportedOperationException.class, () -> provider()
                    .openServerSocketChannel(StandardProtocolFamily.UNIX));
            return;
        }
        ServerSocketChannel listener = closing(provider().openServerSocketChannel(StandardProtocolFamily.UNIX));
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        listener.bind(address);
        SocketChannel client = closing(provider().openSocketChannel(StandardProtocolFamily.UNIX));
        client.connect(address);
        SocketChannel accepted = closing(listener.accept());
        client.write(bytes("hello"));
        assertThat(readText(accepted, 5)).isEqualTo("hello");
        listener.close();
        Files.deleteIfExists(address.getPath());
    }

    @Test
    void nothingIsInherited() throws Exception {
        assertThat(provider().inheritedChannel()).isNull();
    }

    @Test
    void eachCallOpensAnother() throws Exception {
        assertThat(open()).isNotSameAs(open());
        assertThat(openListener()).isNotSameAs(openListener());
        Selector first = openSelector();
        assertThat(first).isNotSameAs(openSelector());
        assertThat(first.isOpen()).isTrue();
    }

    @Test
    void channelsAndSelectorsOfOneProviderGoTogether() throws Exception {
        Selector selector = openSelector();
        Pair pair = connect();
        DatagramChannel datagrams = closing(provider().openDatagramChannel());
        Pipe pipe = provider().openPipe();
        Closeable[] all = {closing(pipe.source()), closing(pipe.sink())};
        assertThat(all).hasSize(2);
        nonBlocking(pair.near()).register(selector, SelectionKey.OP_WRITE);
        nonBlocking(datagrams).register(selector, SelectionKey.OP_WRITE);
        nonBlocking(pipe.sink()).register(selector, SelectionKey.OP_WRITE);
        nonBlocking(pipe.source()).register(selector, SelectionKey.OP_READ);
        nonBlocking(listen()).register(selector, SelectionKey.OP_ACCEPT);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (selector.selectedKeys().size() < 3 && System.nanoTime() < deadline) {
            selector.select(PATIENCE.toMillis());
        }
        assertThat(selector.selectedKeys()).hasSize(3);
        assertThat(selector.keys()).hasSize(5);
    }
}
