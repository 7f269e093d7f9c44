package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Listeners: bind, accept, states, addresses. */
abstract class ServerSocketChannelContract extends ContractTest {

    private static final class OtherAddress extends SocketAddress {
        private static final long serialVersionUID = 1;
    }

    private static InetSocketAddress inet(SocketAddress address) {
        return (InetSocketAddress) address;
    }

    @Test
    void aNewListenerIsOpenBlockingAndUnbound() throws Exception {
        ServerSocketChannel listener = openListener();
        assertThat(listener.isOpen()).isTrue();
        assertThat(listener.isBlocking()).isTrue();
        assertThat(listener.isRegistered()).isFalse();
        assertThat(listener.getLocalAddress()).isNull();
        assertThat(listener.validOps()).isEqualTo(SelectionKey.OP_ACCEPT);
    }

    @Test
    void anUnboundListenerDoesNotAccept() throws Exception {
        ServerSocketChannel listener = openListener();
        assertThrown(NotYetBoundException.class, listener::accept);
        nonBlocking(listener);
        assertThrown(NotYetBoundException.class, listener::accept);
        assertThat(listener.isOpen()).isTrue();
    }

    @Test
    void bindToNullIsTheWildcardAndAnyPort() throws Exception {
        ServerSocketChannel listener = openListener();
        assertThat(listener.bind(null)).isSameAs(listener);
        InetSocketAddress address = inet(listener.getLocalAddress());
        assertThat(address.getAddress().isAnyLocalAddress()).isTrue();
        assertThat(address.getPort()).isPositive();
    }

    @Test
    void bindToAGivenPort() throws Exception {
        InetSocketAddress free = refusing();
        ServerSocketChannel listener = openListener().bind(free);
        assertThat(listener.getLocalAddress()).isEqualTo(free);
    }

    @Test
    void boundListenersAreNotBoundAgain() throws Exception {
        ServerSocketChannel listener = listen();
        SocketAddress address = listener.getLocalAddress();
        assertThrown(AlreadyBoundException.class, () -> listener.bind(null));
        assertThrown(AlreadyBoundException.class, () -> listener.bind(new InetSocketAddress(LOOPBACK, 0), 5));
        assertThrown(AlreadyBoundException.class, () -> listener.bind(new OtherAddress()));
        assertThat(listener.getLocalAddress()).isEqualTo(address);
    }

    @Test
    void wrongAddressesAreNotBound() throws Exception {
        ServerSocketChannel listener = openListener();
        assertThrown(
                UnresolvedAddressException.class,
                () -> listener.bind(InetSocketAddress.createUnresolved("nobody.invalid", 1)));
        assertThrown(UnsupportedAddressTypeException.class, () -> listener.bind(new OtherAddress()));
        assertThrown(BindException.class, () -> listener.bind(new InetSocketAddress(address(192, 0, 2, 1), 0)));
        assertThat(listener.isOpen()).isTrue();
        assertThat(listener.getLocalAddress()).isNull();
        listener.bind(new InetSocketAddress(LOOPBACK, 0));
    }

    @Test
    void anIpv4ListenerRefusesIpv6() throws Exception {
        ServerSocketChannel listener = closing(subject.provider().openServerSocketChannel(StandardProtocolFamily.INET));
        InetAddress ipv6 = InetAddress.getByName("::1");
        assertThrown(UnsupportedAddressTypeException.class, () -> listener.bind(new InetSocketAddress(ipv6, 0)));
    }

    @Test
    void aPortInUseIsNotBound() throws Exception {
        SocketAddress used = listen().getLocalAddress();
        ServerSocketChannel second = openListener();
        assertThrown(BindException.class, () -> second.bind(used));
        assertThat(second.isOpen()).isTrue();
        assertThat(second.getLocalAddress()).isNull();
    }

    @Test
    void reuseAddressTakesNoPortFromAListener() throws Exception {
        ServerSocketChannel first = openListener();
        first.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        first.bind(new InetSocketAddress(LOOPBACK, 0));
        ServerSocketChannel second = openListener();
        second.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        assertThrown(BindException.class, () -> second.bind(first.getLocalAddress()));
    }

    @Test
    void theWildcardAndLoopbackDoNotShareAPort() throws Exception {
        ServerSocketChannel first = openListener().bind(null);
        int port = inet(first.getLocalAddress()).getPort();
        ServerSocketChannel second = openListener();
        assertThrown(BindException.class, () -> second.bind(new InetSocketAddress(LOOPBACK, port)));
    }

    @Test
    void anyBacklogIsTaken() throws Exception {
        for (int backlog : new int[] {Integer.MIN_VALUE, -1, 0, 1, 1000, Integer.MAX_VALUE}) {
            ServerSocketChannel listener = openListener().bind(new InetSocketAddress(LOOPBACK, 0), backlog);
            connect(listener);
        }
    }

    @Test
    void acceptedChannelsAreBlockingAndConnected() throws Exception {
        for (boolean blocking : new boolean[] {true, false}) {
            ServerSocketChannel listener = listen();
            SocketChannel client = open();
            client.connect(listener.getLocalAddress());
            if (!blocking) {
                await(nonBlocking(listener), SelectionKey.OP_ACCEPT);
            }
            SocketChannel accepted = closing(listener.accept());
            assertThat(accepted.isBlocking())
                    .as("whatever mode the listener has")
                    .isTrue();
            assertThat(accepted.isOpen()).isTrue();
            assertThat(accepted.isConnected()).isTrue();
            assertThat(accepted.finishConnect()).isTrue();
            assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
            assertThat(accepted.getLocalAddress()).isEqualTo(listener.getLocalAddress());
            accepted.write(bytes("hi"));
            assertThat(readText(client, 2)).isEqualTo("hi");
        }
    }

    @Test
    void aNonBlockingAcceptOfNobodyIsNull() throws Exception {
        ServerSocketChannel listener = nonBlocking(listen());
        assertThat(listener.accept()).isNull();
        assertThat(listener.accept()).isNull();
    }

    @Test
    void aBlockedAcceptGetsTheConnection() throws Exception {
        ServerSocketChannel listener = listen();
        Background<SocketChannel> acceptor = background(() -> closing(listener.accept()));
        acceptor.awaitBlocked();
        SocketChannel client = open();
        client.connect(listener.getLocalAddress());
        assertThat(acceptor.get().getRemoteAddress()).isEqualTo(client.getLocalAddress());
    }

    @Test
    void aBlockedAcceptDoesNotHinderBindAndAddress() throws Exception {
        ServerSocketChannel listener = listen();
        Background<SocketChannel> acceptor = background(listener::accept).awaitBlocked();
        assertThat(background(listener::getLocalAddress).get()).isNotNull();
        assertThat(background(() -> listener.bind(null)).thrown()).isExactlyInstanceOf(AlreadyBoundException.class);
        assertThat(background(() -> listener.getOption(StandardSocketOptions.SO_REUSEADDR))
                        .get())
                .isNotNull();
        assertThat(acceptor.isDone()).isFalse();
    }

    @Test
    void connectionsWaitInTheBacklog() throws Exception {
        ServerSocketChannel listener = listen();
        Set<SocketAddress> clients = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            SocketChannel client = open();
            client.connect(listener.getLocalAddress());
            clients.add(client.getLocalAddress());
        }
        nonBlocking(listener);
        Selector selector = openSelector();
        SelectionKey key = listener.register(selector, SelectionKey.OP_ACCEPT);
        Set<SocketAddress> accepted = new HashSet<>();
        while (accepted.size() < 10) {
            awaitReady(selector, key, SelectionKey.OP_ACCEPT);
            selector.selectedKeys().clear();
            for (SocketChannel channel; (channel = listener.accept()) != null; ) {
                accepted.add(closing(channel).getRemoteAddress());
            }
        }
        assertThat(accepted).isEqualTo(clients);
    }

    @Test
    void twoThreadsAcceptFromOneListener() throws Exception {
        ServerSocketChannel listener = listen();
        Background<SocketChannel> first = background(() -> closing(listener.accept()));
        Background<SocketChannel> second = background(() -> closing(listener.accept()));
        open().connect(listener.getLocalAddress());
        open().connect(listener.getLocalAddress());
        assertThat(first.get().getRemoteAddress()).isNotEqualTo(second.get().getRemoteAddress());
    }

    @Test
    void aClientThatWentAwayBeforeAcceptDoesNoHarm() throws Exception {
        ServerSocketChannel listener = listen();
        SocketChannel gone = open();
        gone.connect(listener.getLocalAddress());
        gone.close();
        SocketChannel client = open();
        client.connect(listener.getLocalAddress());
        SocketAddress remote;
        do {
            remote = closing(listener.accept()).getRemoteAddress();
        } while (!client.getLocalAddress().equals(remote));
    }

    @Test
    void aClosedListenerRefusesEverything() throws Exception {
        for (boolean bound : new boolean[] {true, false}) {
            ServerSocketChannel listener = bound ? listen() : openListener();
            listener.close();
            listener.close();
            assertThat(listener.isOpen()).isFalse();
            assertThrown(ClosedChannelException.class, () -> listener.bind(null));
            assertThrown(ClosedChannelException.class, () -> listener.bind(new OtherAddress()));
            assertThat(catchThrowable(listener::accept)).isInstanceOf(ClosedChannelException.class);
            assertThrown(ClosedChannelException.class, listener::getLocalAddress);
            assertThrown(ClosedChannelException.class, () -> listener.getOption(StandardSocketOptions.SO_REUSEADDR));
            assertThrown(
                    ClosedChannelException.class, () -> listener.setOption(StandardSocketOptions.SO_REUSEADDR, true));
            assertThrown(ClosedChannelException.class, () -> listener.configureBlocking(false));
            assertThrown(ClosedChannelException.class, () -> listener.register(openSelector(), SelectionKey.OP_ACCEPT));
        }
    }

    @Test
    void aClosedNonBlockingListenerDoesNotAccept() throws Exception {
        ServerSocketChannel listener = nonBlocking(listen());
        listener.close();
        assertThrown(ClosedChannelException.class, listener::accept);
    }

    @Test
    void acceptedConnectionsOutliveTheirListener() throws Exception {
        ServerSocketChannel listener = listen();
        Pair pair = connect(listener);
        listener.close();
        pair.near().write(bytes("alive"));
        assertThat(readText(pair.far(), 5)).isEqualTo("alive");
    }

    @Test
    void aClosedPortCanBeBoundAgain() throws Exception {
        ServerSocketChannel listener = listen();
        SocketAddress address = listener.getLocalAddress();
        listener.close();
        assertThat(openListener().bind(address).getLocalAddress()).isEqualTo(address);
    }
}
