package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nioshare.harness.process.WindowsOnly;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Connecting in both modes, and the addresses of both ends. */
abstract class SocketChannelConnectContract extends ContractTest {

    private static InetSocketAddress inet(SocketAddress address) {
        return (InetSocketAddress) address;
    }

    @Test
    void blockingConnect() throws IOException {
        ServerSocketChannel listener = listen();
        SocketChannel channel = open();
        assertThat(channel.connect(listener.getLocalAddress())).isTrue();
        assertThat(channel.isConnected()).isTrue();
        assertThat(channel.isConnectionPending()).isFalse();
        assertThat(channel.getRemoteAddress()).isEqualTo(listener.getLocalAddress());
        SocketChannel accepted = closing(listener.accept());
        assertThat(accepted.getRemoteAddress()).isEqualTo(channel.getLocalAddress());
        assertThat(accepted.getLocalAddress()).isEqualTo(channel.getRemoteAddress());
    }

    @Test
    void nonBlockingConnect() throws IOException {
        ServerSocketChannel listener = listen();
        SocketChannel channel = openNonBlocking();
        boolean connected = channel.connect(listener.getLocalAddress());
        if (!connected) {
            assertThat(channel.isConnectionPending()).isTrue();
            await(channel, SelectionKey.OP_CONNECT);
            assertThat(channel.isConnected()).as("before finishConnect").isFalse();
            assertThat(channel.finishConnect()).isTrue();
        }
        assertThat(channel.isConnected()).isTrue();
        assertThat(channel.isConnectionPending()).isFalse();
        assertThat(channel.finishConnect()).as("again").isTrue();
        assertThat(channel.getRemoteAddress()).isEqualTo(listener.getLocalAddress());
        assertThat(closing(listener.accept()).getRemoteAddress()).isEqualTo(channel.getLocalAddress());
    }

    @Test
    void finishConnectOfAConnectedChannelIsNotInterrupted() throws Exception {
        SocketChannel channel = connect().near();
        Background<Boolean> user = background(() -> {
            Thread.currentThread().interrupt();
            return channel.finishConnect();
        });
        assertThat(user.get()).isTrue();
        assertThat(user.endedInterrupted()).isTrue();
        assertThat(channel.isOpen()).isTrue();
    }

    /** Linux tells of the reset when it is asked whether the connection was made. */
    @WindowsOnly
    @Test
    void aPeerThatIsGoneAgainDoesNotFailTheConnect() throws IOException {
        ServerSocketChannel listener = listen();
        SocketChannel channel = openNonBlocking();
        boolean connected = channel.connect(listener.getLocalAddress());
        SocketChannel accepted = listener.accept();
        accepted.write(bytes("hello"));
        accepted.setOption(StandardSocketOptions.SO_LINGER, 0);
        accepted.close();
        pause(QUIET);
        assertThat(connected || channel.finishConnect()).isTrue();
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.isConnected()).isTrue();
    }

    @Test
    void finishConnectMayBePolled() throws IOException {
        SocketChannel channel = openNonBlocking();
        channel.connect(listen().getLocalAddress());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!channel.finishConnect()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(channel.isConnected()).isTrue();
    }

    @Test
    void finishConnectWaitsInBlockingMode() throws IOException {
        SocketChannel channel = openNonBlocking();
        channel.connect(listen().getLocalAddress());
        channel.configureBlocking(true);
        assertThat(channel.finishConnect()).isTrue();
        assertThat(channel.isConnected()).isTrue();
    }

    @Test
    void aChannelConnectedWithoutBlockingWorksInBlockingMode() throws IOException {
        ServerSocketChannel listener = listen();
        SocketChannel channel = openNonBlocking();
        if (!channel.connect(listener.getLocalAddress())) {
            await(channel, SelectionKey.OP_CONNECT);
            channel.finishConnect();
        }
        channel.configureBlocking(true);
        SocketChannel accepted = closing(listener.accept());
        accepted.write(bytes("hello"));
        assertThat(readText(channel, 5)).isEqualTo("hello");
    }

    @Test
    void aRefusedBlockingConnectClosesTheChannel() throws IOException {
        SocketChannel channel = open();
        InetSocketAddress nobody = refusing();
        assertThrown(ConnectException.class, () -> channel.connect(nobody));
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.isConnected()).isFalse();
        assertThat(channel.isConnectionPending()).isFalse();
        assertThat(catchThrowable(() -> channel.connect(nobody))).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aRefusedNonBlockingConnectFailsInFinishConnectAndClosesTheChannel() throws IOException {
        SocketChannel channel = openNonBlocking();
        InetSocketAddress nobody = refusing();
        assertThrown(ConnectException.class, () -> {
            if (!channel.connect(nobody)) {
                await(channel, SelectionKey.OP_CONNECT);
                channel.finishConnect();
            }
        });
        assertThat(channel.isOpen()).isFalse();
        assertThrown(ClosedChannelException.class, channel::finishConnect);
    }

    @Test
    void aRefusedConnectIsReportedByABlockingFinishConnect() throws IOException {
        SocketChannel channel = openNonBlocking();
        InetSocketAddress nobody = refusing();
        assertThrown(ConnectException.class, () -> {
            channel.connect(nobody);
            channel.configureBlocking(true);
            channel.finishConnect();
        });
        assertThat(channel.isOpen()).isFalse();
    }

    /** "OP_READ", "OP_WRITE": also when an error is pending. */
    @Test
    void aRefusedConnectMakesEveryInterestReady() throws IOException {
        int read = SelectionKey.OP_READ;
        int write = SelectionKey.OP_WRITE;
        int connect = SelectionKey.OP_CONNECT;
        for (int interest : new int[] {read, write, read | write, read | connect, read | write | connect}) {
            Selector selector = openSelector();
            SocketChannel channel = openNonBlocking();
            SelectionKey key = channel.register(selector, interest);
            assertThat(channel.connect(refusing())).isFalse();
            awaitReady(selector, key, interest);
            assertThat(key.readyOps()).isEqualTo(interest);
            assertThrown(ConnectException.class, channel::finishConnect);
        }
    }

    @Test
    void aConnectionOfNoInterestIsWaitedForWithoutWork() throws IOException {
        Selector selector = openSelector();
        ServerSocketChannel listener = listen();
        SocketChannel channel = openNonBlocking();
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        boolean connected = channel.connect(listener.getLocalAddress());
        long start = cpuNanos(Thread.currentThread());
        Duration wait = QUIET.multipliedBy(4);
        assertThat(selector.select(wait.toMillis())).isZero();
        assertThat(Duration.ofNanos(cpuNanos(Thread.currentThread()) - start)).isLessThan(wait.dividedBy(2));
        assertThat(connected || channel.finishConnect()).isTrue();
        closing(listener.accept()).write(bytes("x"));
        awaitReady(selector, key, SelectionKey.OP_READ);
    }

    @Test
    void aRefusedConnectDropsTheKey() throws IOException {
        Selector selector = openSelector();
        SocketChannel channel = openNonBlocking();
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        try {
            if (!channel.connect(refusing())) {
                awaitReady(selector, key, SelectionKey.OP_CONNECT);
                assertThat(key.isConnectable()).isTrue();
                channel.finishConnect();
            }
        } catch (ConnectException expected) {
            assertThat(key.isValid()).isFalse();
            selector.selectNow();
            assertThat(selector.keys()).isEmpty();
            return;
        }
        throw new AssertionError("connected to nobody");
    }

    @Test
    void aBoundChannelConnectsFromItsAddress() throws IOException {
        ServerSocketChannel listener = listen();
        SocketChannel channel = open().bind(new InetSocketAddress(LOOPBACK, 0));
        SocketAddress bound = channel.getLocalAddress();
        channel.connect(listener.getLocalAddress());
        assertThat(channel.getLocalAddress()).isEqualTo(bound);
        assertThat(closing(listener.accept()).getRemoteAddress()).isEqualTo(bound);
    }

    @Test
    void connectingChoosesTheAddressOfAWildcard() throws IOException {
        ServerSocketChannel listener = listen();
        SocketChannel channel = open().bind(null);
        InetSocketAddress bound = inet(channel.getLocalAddress());
        assertThat(bound.getAddress().isAnyLocalAddress()).isTrue();
        assertThat(bound.getPort()).isPositive();
        channel.connect(listener.getLocalAddress());
        assertThat(channel.getLocalAddress()).isEqualTo(new InetSocketAddress(LOOPBACK, bound.getPort()));
    }

    @Test
    void connectToTheWildcardIsConnectToLoopback() throws IOException {
        ServerSocketChannel listener = openListener().bind(null);
        int port = inet(listener.getLocalAddress()).getPort();
        SocketChannel channel = open();
        assertThat(channel.connect(new InetSocketAddress(address(0, 0, 0, 0), port)))
                .isTrue();
        assertThat(channel.getRemoteAddress()).isEqualTo(new InetSocketAddress(LOOPBACK, port));
    }

    @Test
    void connectToTheIpv6WildcardIsConnectToLoopback() throws IOException {
        ServerSocketChannel listener = openListener().bind(null);
        int port = inet(listener.getLocalAddress()).getPort();
        SocketChannel channel = open();
        assertThat(channel.connect(new InetSocketAddress(InetAddress.getByName("::"), port)))
                .isTrue();
        assertThat(channel.getRemoteAddress()).isEqualTo(new InetSocketAddress(InetAddress.getByName("::1"), port));
    }

    @Test
    void connectIpv6() throws IOException {
        ServerSocketChannel listener = openListener().bind(new InetSocketAddress(InetAddress.getByName("::1"), 0));
        Pair pair = connect(listener);
        assertThat(pair.near().getRemoteAddress()).isEqualTo(listener.getLocalAddress());
        assertThat(inet(pair.near().getLocalAddress()).getAddress()).isEqualTo(InetAddress.getByName("::1"));
        assertThat(pair.far().getRemoteAddress()).isEqualTo(pair.near().getLocalAddress());
        pair.near().write(bytes("six"));
        assertThat(readText(pair.far(), 3)).isEqualTo("six");
    }

    @Test
    void mappedAddressesAreShownAsIpv4() throws IOException {
        ServerSocketChannel listener = openListener().bind(null);
        int port = inet(listener.getLocalAddress()).getPort();
        SocketChannel channel = open();
        channel.connect(new InetSocketAddress(InetAddress.getByName("::ffff:127.0.0.1"), port));
        SocketChannel accepted = closing(listener.accept());
        assertThat(channel.getRemoteAddress()).isEqualTo(new InetSocketAddress(LOOPBACK, port));
        assertThat(inet(channel.getLocalAddress()).getAddress()).isEqualTo(LOOPBACK);
        assertThat(inet(accepted.getRemoteAddress()).getAddress()).isEqualTo(LOOPBACK);
        assertThat(inet(accepted.getLocalAddress()).getAddress()).isEqualTo(LOOPBACK);
    }

    @Test
    void channelsOfOneFamily() throws IOException {
        for (StandardProtocolFamily family :
                new StandardProtocolFamily[] {StandardProtocolFamily.INET, StandardProtocolFamily.INET6}) {
            InetAddress loopback = family == StandardProtocolFamily.INET ? LOOPBACK : InetAddress.getByName("::1");
            ServerSocketChannel listener = closing(subject.provider().openServerSocketChannel(family));
            listener.bind(new InetSocketAddress(loopback, 0));
            SocketChannel channel = closing(subject.provider().openSocketChannel(family));
            assertThat(channel.connect(listener.getLocalAddress())).isTrue();
            assertThat(channel.getRemoteAddress()).isEqualTo(listener.getLocalAddress());
        }
    }

    @Test
    void connectToSelf() throws IOException {
        SocketChannel channel = open().bind(new InetSocketAddress(LOOPBACK, 0));
        SocketAddress self = channel.getLocalAddress();
        assertThat(channel.connect(self)).isTrue();
        assertThat(channel.getRemoteAddress()).isEqualTo(self);
        channel.write(bytes("echo"));
        assertThat(readText(channel, 4)).isEqualTo("echo");
    }

    @Test
    void portZeroIsNobodys() throws IOException {
        SocketChannel channel = open();
        assertThat(catchThrowable(() -> channel.connect(new InetSocketAddress(LOOPBACK, 0))))
                .isInstanceOf(java.net.SocketException.class);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anAddressInUseIsNotBound() throws IOException {
        SocketAddress used = listen().getLocalAddress();
        SocketChannel channel = open();
        assertThrown(BindException.class, () -> channel.bind(used));
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.getLocalAddress()).isNull();
        channel.bind(new InetSocketAddress(LOOPBACK, 0));
    }

    @Test
    void anAddressOfAnotherHostIsNotBound() throws IOException {
        SocketChannel channel = open();
        assertThrown(BindException.class, () -> channel.bind(new InetSocketAddress(address(192, 0, 2, 1), 0)));
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void connectSeesAForeignListener() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK)) {
            SocketChannel channel = open();
            channel.connect(listener.getLocalSocketAddress());
            try (Socket accepted = listener.accept()) {
                assertThat(accepted.getRemoteSocketAddress()).isEqualTo(channel.getLocalAddress());
            }
        }
    }

    @Test
    void theConnectableKeyOfAConnectedChannelIsNotConnectableAgain() throws IOException {
        Selector selector = openSelector();
        SocketChannel channel = openNonBlocking();
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        if (!channel.connect(listen().getLocalAddress())) {
            awaitReady(selector, key, SelectionKey.OP_CONNECT);
            channel.finishConnect();
        }
        selector.selectedKeys().clear();
        assertThat(selector.select(QUIET.toMillis())).isZero();
    }

    @Test
    void manyConnectsOneAfterTheOther() throws IOException {
        ServerSocketChannel listener = listen();
        for (int i = 0; i < 50; i++) {
            SocketChannel channel = open();
            channel.connect(listener.getLocalAddress());
            listener.accept().close();
            channel.close();
        }
    }
}
