package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import org.junit.jupiter.api.Test;

/** What stream channels ask a security manager for, when, and what becomes of a channel that is refused. */
abstract class SecurityManagerContract extends AskingContractTest {

    private static final SocketAddress WILDCARD = new InetSocketAddress(address(0, 0, 0, 0), 0);
    private static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");
    private static final String UNIX = "accessUnixDomainSocket";

    @Test
    void connectAsksForThePeer() throws Exception {
        SocketAddress server = listen().getLocalAddress();
        SocketChannel channel = open();
        manager.asked();
        channel.connect(server);
        assertAsked(connect(server));
    }

    @Test
    void aRefusedConnectLeavesTheChannelUnconnected() throws Exception {
        SocketAddress server = listen().getLocalAddress();
        SocketChannel channel = open();
        assertRefused(connect(server), () -> channel.connect(server));
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.isConnectionPending()).isFalse();
        assertThat(channel.connect(server)).isTrue();
    }

    @Test
    void connectAsksBeforeItLooksAtTheChannel() throws Exception {
        SocketAddress server = listen().getLocalAddress();
        SocketChannel channel = open();
        channel.close();
        assertRefused(connect(server), () -> channel.connect(server));
        assertThrown(
                UnresolvedAddressException.class, () -> channel.connect(InetSocketAddress.createUnresolved("x", 1)));
        assertAsked();
    }

    @Test
    void connectToTheWildcardAsksForTheWildcard() throws Exception {
        int port = port(listen().getLocalAddress());
        SocketChannel channel = open();
        assertRefused(
                "connect 0.0.0.0 " + port, () -> channel.connect(new InetSocketAddress(address(0, 0, 0, 0), port)));
    }

    @Test
    void aViewsConnectIsRefusedToo() throws Exception {
        SocketAddress server = listen().getLocalAddress();
        Socket socket = open().socket();
        assertRefused(connect(server), () -> socket.connect(server));
        assertThat(socket.isClosed()).isFalse();
        assertThat(socket.isConnected()).isFalse();
    }

    @Test
    void bindAsksToListen() throws Exception {
        assertBindAsksToListen(open());
    }

    @Test
    void aListenersBindAsksToListen() throws Exception {
        InetSocketAddress free = refusing();
        ServerSocketChannel listener = openListener();
        assertRefused("listen " + port(free), () -> listener.bind(free));
        assertThat(listener.getLocalAddress()).isNull();
        listener.bind(free);
        assertAsked("listen " + port(free));
        assertThrown(AlreadyBoundException.class, () -> listener.bind(null));
        listener.close();
        assertThrown(ClosedChannelException.class, () -> listener.bind(null));
        assertAsked();
    }

    @Test
    void acceptAsksForThePeer() throws Exception {
        ServerSocketChannel listener = listen();
        Socket peer = closing(new Socket());
        peer.connect(listener.getLocalAddress());
        SocketAddress name = peer.getLocalSocketAddress();
        manager.asked();
        SocketChannel accepted = closing(listener.accept());
        assertThat(accepted.getRemoteAddress()).isEqualTo(name);
        assertAsked(accept(name));
    }

    @Test
    void aRefusedPeerLosesItsConnectionAndTheListenerGoesOn() throws Exception {
        ServerSocketChannel listener = listen();
        Socket refused = closing(new Socket());
        refused.connect(listener.getLocalAddress());
        refused.setSoTimeout((int) PATIENCE.toMillis());
        assertRefused(accept(refused.getLocalSocketAddress()), listener::accept);
        assertThat(ends(refused)).isTrue();
        Socket permitted = closing(new Socket());
        permitted.connect(listener.getLocalAddress());
        SocketChannel accepted = closing(listener.accept());
        assertThat(accepted.getRemoteAddress()).isEqualTo(permitted.getLocalSocketAddress());
    }

    /** Whether nothing comes any more, be it by an end or a reset. */
    private static boolean ends(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void aViewsAcceptIsRefusedToo() throws Exception {
        ServerSocket listener = listen().socket();
        Socket peer = closing(new Socket());
        peer.connect(listener.getLocalSocketAddress());
        listener.setSoTimeout((int) PATIENCE.toMillis());
        assertRefused(accept(peer.getLocalSocketAddress()), listener::accept);
        assertThat(listener.isClosed()).isFalse();
    }

    @Test
    void aLocalAddressThatMayNotBeKnownIsHidden() throws Exception {
        SocketChannel channel = open().bind(WILDCARD);
        int port = port(channel.getLocalAddress());
        manager.refuse("connect");
        assertThat(channel.getLocalAddress()).isEqualTo(hidden(port));
        assertThat(manager.asked()).singleElement().asString().endsWith(" -1");
        Socket view = channel.socket();
        manager.asked();
        assertThat(view.getLocalAddress()).isEqualTo(hidden(port).getAddress());
        assertThat(view.getLocalSocketAddress()).isEqualTo(hidden(port));
        assertThat(manager.asked()).hasSize(2).allMatch(question -> question.endsWith(" -1"));
        assertThat(view.getLocalPort()).isEqualTo(port);
        assertThat(channel.toString()).contains(hidden(port).toString());
        assertAsked();
    }

    @Test
    void aListenersAddressThatMayNotBeKnownIsHidden() throws Exception {
        ServerSocketChannel listener = openListener().bind(WILDCARD);
        int port = port(listener.getLocalAddress());
        manager.refuse("connect");
        assertThat(listener.getLocalAddress()).isEqualTo(hidden(port));
        ServerSocket view = listener.socket();
        assertThat(view.getInetAddress()).isEqualTo(hidden(port).getAddress());
        assertThat(view.getLocalSocketAddress()).isEqualTo(hidden(port));
        assertThat(manager.asked()).hasSize(3).allMatch(question -> question.endsWith(" -1"));
        assertThat(listener.toString()).contains(hidden(port).toString());
        assertAsked();
    }

    @Test
    void whatIsNotBoundAsksNothing() throws Exception {
        SocketChannel channel = open();
        ServerSocketChannel listener = openListener();
        assertThat(channel.getLocalAddress()).isNull();
        assertThat(listener.getLocalAddress()).isNull();
        assertThrown(NotYetBoundException.class, listener::accept);
        assertAsked();
    }

    @Test
    void aConnectionAsksNothing() throws Exception {
        Pair pair = connect();
        SocketAddress peer = pair.near().getRemoteAddress();
        manager.refuse("");
        pair.near().write(bytes("hello"));
        ByteBuffer five = ByteBuffer.allocate(5);
        while (five.hasRemaining()) {
            pair.far().read(five);
        }
        assertThat(pair.near().getRemoteAddress()).isEqualTo(peer);
        pair.near().shutdownOutput();
        assertThat(pair.far().read(five.clear())).isNegative();
        assertAsked();
    }

    private SocketChannel openUnix() throws IOException {
        try {
            return closing(subject.provider().openSocketChannel(StandardProtocolFamily.UNIX));
        } catch (UnsupportedOperationException e) {
            assumeTrue(false, "this system has no sockets within the host");
            throw e;
        }
    }

    @Test
    void withinTheHostEveryStepAsksForThatPermission() throws Exception {
        SocketChannel channel = openUnix();
        ServerSocketChannel listener = closing(subject.provider().openServerSocketChannel(StandardProtocolFamily.UNIX));
        UnixDomainSocketAddress name = UnixDomainSocketAddress.of(freePath());
        assertRefused(UNIX, () -> listener.bind(name));
        listener.bind(name);
        assertAsked(UNIX);
        assertRefused(UNIX, () -> channel.bind(null));
        assertRefused(UNIX, () -> channel.connect(name));
        assertRefused(UNIX, () -> channel.connect(null));
        channel.connect(name);
        assertAsked(UNIX);
        assertRefused(UNIX, listener::accept);
        closing(listener.accept());
        assertAsked(UNIX);
    }

    @Test
    void withinTheHostANameThatMayNotBeKnownIsHidden() throws Exception {
        openUnix();
        ServerSocketChannel listener = closing(subject.provider().openServerSocketChannel(StandardProtocolFamily.UNIX));
        UnixDomainSocketAddress name = UnixDomainSocketAddress.of(freePath());
        listener.bind(name);
        assertThat(listener.getLocalAddress()).isEqualTo(name);
        manager.refuse(UNIX);
        assertThat(listener.getLocalAddress()).isEqualTo(UNNAMED);
        assertAsked(UNIX);
    }

    @Test
    void aPeersNameWithinTheHostIsNoSecret() throws Exception {
        SocketChannel channel = openUnix();
        ServerSocketChannel listener = closing(subject.provider().openServerSocketChannel(StandardProtocolFamily.UNIX));
        UnixDomainSocketAddress name = UnixDomainSocketAddress.of(freePath());
        listener.bind(name);
        channel.connect(name);
        closing(listener.accept());
        manager.refuse(UNIX);
        assertThat(channel.getRemoteAddress()).isEqualTo(name);
        assertAsked();
    }
}
