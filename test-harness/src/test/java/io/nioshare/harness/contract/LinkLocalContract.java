package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** This host's own link-local addresses, without saying which network interface has them. */
abstract class LinkLocalContract extends ContractTest {

    private Inet6Address scoped;
    private InetAddress bare;

    @BeforeEach
    void findAnAddress() throws IOException {
        List<Inet6Address> linkLocal = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(InetAddress::isLinkLocalAddress)
                .filter(Inet6Address.class::isInstance)
                .map(Inet6Address.class::cast)
                .toList();
        assumeTrue(linkLocal.size() == 1, "this test needs one link-local IPv6 address; there are " + linkLocal);
        scoped = linkLocal.get(0);
        bare = InetAddress.getByAddress(scoped.getAddress());
    }

    private static int scopeOf(Object address) {
        return ((Inet6Address) ((InetSocketAddress) address).getAddress()).getScopeId();
    }

    private DatagramChannel boundDatagrams() throws IOException {
        return closing(subject.provider().openDatagramChannel()).bind(new InetSocketAddress(bare, 0));
    }

    @Test
    void aListenerIsBoundToTheInterfaceThatHasIt() throws IOException {
        ServerSocketChannel listener = openListener().bind(new InetSocketAddress(bare, 0));
        assertThat(scopeOf(listener.getLocalAddress())).isEqualTo(scoped.getScopeId());
    }

    @Test
    void aChannelIsBoundToTheInterfaceThatHasIt() throws IOException {
        SocketChannel channel = open().bind(new InetSocketAddress(bare, 0));
        assertThat(scopeOf(channel.getLocalAddress())).isEqualTo(scoped.getScopeId());
    }

    @Test
    void aConnectFindsTheInterfaceAndKeepsTheAddressAsItWasGiven() throws IOException {
        ServerSocketChannel listener = openListener().bind(new InetSocketAddress(scoped, 0));
        SocketChannel near = open();
        near.connect(new InetSocketAddress(bare, listener.socket().getLocalPort()));
        SocketChannel far = closing(listener.accept());
        assertThat(scopeOf(near.getRemoteAddress())).isZero();
        assertThat(scopeOf(near.getLocalAddress())).isEqualTo(scoped.getScopeId());
        assertThat(scopeOf(far.getRemoteAddress())).isEqualTo(scoped.getScopeId());
        near.write(bytes("here"));
        assertThat(readText(far, 4)).isEqualTo("here");
    }

    @Test
    void datagramsFindTheInterface() throws IOException {
        DatagramChannel receiver = boundDatagrams();
        DatagramChannel sender = boundDatagrams();
        InetSocketAddress target = new InetSocketAddress(bare, receiver.socket().getLocalPort());
        sender.send(bytes("one"), target);
        assertThat(receiver.receive(ByteBuffer.allocate(3))).isEqualTo(sender.getLocalAddress());
        sender.connect(target);
        assertThat(scopeOf(sender.getRemoteAddress())).isZero();
        sender.write(bytes("two"));
        assertThat(receiver.receive(ByteBuffer.allocate(3))).isEqualTo(sender.getLocalAddress());
    }
}
