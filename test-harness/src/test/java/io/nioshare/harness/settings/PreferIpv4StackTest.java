package io.nioshare.harness.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.Children;
import io.nioshare.harness.process.SystemWithBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code java.net.preferIPv4Stack}: channels of IPv4 alone, as the documentation of "Networking Properties" has it. */
@SystemWithBackend
class PreferIpv4StackTest {

    private static final StandardProtocolFamily INET6 = StandardProtocolFamily.INET6;

    @RegisterExtension
    final Children children = new Children();

    private ChildJvm start() throws IOException {
        return children.start("-Djava.net.preferIPv4Stack=true");
    }

    @Test
    void channelsAreBoundToTheWildcardOfIpv4() throws Exception {
        ChildJvm child = start();
        assertThat(child.call(() -> host(SocketChannel.open()))).isEqualTo("0.0.0.0");
        assertThat(child.call(() -> host(ServerSocketChannel.open()))).isEqualTo("0.0.0.0");
        assertThat(child.call(() -> host(DatagramChannel.open()))).isEqualTo("0.0.0.0");
    }

    private static String host(NetworkChannel channel) throws IOException {
        try (channel) {
            return ((InetSocketAddress) channel.bind(null).getLocalAddress())
                    .getAddress()
                    .getHostAddress();
        }
    }

    @Test
    void channelsOfIpv6AreRefused() throws Exception {
        ChildJvm child = start();
        assertThatThrownBy(() -> child.call(() -> host(SocketChannel.open(INET6))))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> child.call(() -> host(ServerSocketChannel.open(INET6))))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> child.call(() -> host(DatagramChannel.open(INET6))))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void addressesOfIpv6AreRefused() throws Exception {
        ChildJvm child = start();
        SocketAddress six = new InetSocketAddress(InetAddress.getByAddress(new byte[16]), 7);
        assertThatThrownBy(() -> child.call(() -> SocketChannel.open(six).isOpen()))
                .isInstanceOf(UnsupportedAddressTypeException.class);
        assertThatThrownBy(() ->
                        child.call(() -> ServerSocketChannel.open().bind(six).isOpen()))
                .isInstanceOf(UnsupportedAddressTypeException.class);
        assertThatThrownBy(() ->
                        child.call(() -> DatagramChannel.open().connect(six).isOpen()))
                .isInstanceOf(UnsupportedAddressTypeException.class);
    }

    @Test
    void whatIsOpenedWorks() throws Exception {
        assertThat(start().call(PreferIpv4StackTest::exchange)).isEqualTo(42);
    }

    /** Through a connection and a pipe; a selector is there too. */
    private static int exchange() throws IOException {
        Pipe pipe = Pipe.open();
        try (Selector selector = Selector.open();
                ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel near = SocketChannel.open(listener.getLocalAddress());
                SocketChannel far = listener.accept();
                Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            selector.selectNow();
            ByteBuffer one = ByteBuffer.allocate(1);
            near.write(ByteBuffer.allocate(1).put(0, (byte) 42));
            far.read(one);
            sink.write(one.flip());
            source.read(one.clear());
            return one.get(0);
        }
    }
}
