package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** {@code ServerSocketChannel.socket()}. */
abstract class ServerSocketViewContract extends ContractTest {

    private static final int BRIEFLY = 80;

    private static final class OtherAddress extends SocketAddress {
        private static final long serialVersionUID = 1;
    }

    private static void assertSocketException(ThrowingCallable call) {
        assertThat(catchThrowable(call)).isInstanceOf(SocketException.class);
    }

    @Test
    void thereIsOneView() throws Exception {
        ServerSocketChannel listener = openListener();
        assertThat(listener.socket()).isSameAs(listener.socket());
        assertThat(listener.socket().getChannel()).isSameAs(listener);
    }

    @Test
    void anUnboundSocket() throws Exception {
        ServerSocket socket = openListener().socket();
        assertThat(socket.isBound()).isFalse();
        assertThat(socket.isClosed()).isFalse();
        assertThat(socket.getInetAddress()).isNull();
        assertThat(socket.getLocalPort()).isEqualTo(-1);
        assertThat(socket.getLocalSocketAddress()).isNull();
        assertThat(socket.toString()).contains("unbound");
        assertThat(catchThrowable(socket::accept)).isInstanceOf(SocketException.class);
        assertThat(socket.isClosed()).isFalse();
    }

    @Test
    void aBoundSocket() throws Exception {
        ServerSocketChannel listener = openListener();
        ServerSocket socket = listener.socket();
        socket.bind(new InetSocketAddress(LOOPBACK, 0));
        assertThat(socket.isBound()).isTrue();
        assertThat(socket.getInetAddress()).isEqualTo(LOOPBACK);
        assertThat(socket.getLocalPort()).isPositive();
        assertThat(socket.getLocalSocketAddress()).isEqualTo(listener.getLocalAddress());
        assertThat(socket.toString()).contains("localport=" + socket.getLocalPort());
        assertSocketException(() -> socket.bind(new InetSocketAddress(LOOPBACK, 0)));
        assertSocketException(() -> socket.bind(null, 5));
    }

    @Test
    void bindToNullIsTheWildcardAndAnyPort() throws Exception {
        ServerSocket socket = openListener().socket();
        socket.bind(null, 5);
        assertThat(socket.getInetAddress().isAnyLocalAddress()).isTrue();
        assertThat(socket.getLocalPort()).isPositive();
    }

    @Test
    void wrongBinds() throws Exception {
        SocketAddress used = listen().getLocalAddress();
        ServerSocket socket = openListener().socket();
        assertThat(catchThrowable(() -> socket.bind(InetSocketAddress.createUnresolved("nobody.invalid", 1))))
                .isInstanceOfAny(UnknownHostException.class, SocketException.class);
        assertThat(catchThrowable(() -> socket.bind(new OtherAddress())))
                .isInstanceOfAny(SocketException.class, IllegalArgumentException.class);
        assertThrown(BindException.class, () -> socket.bind(used));
        assertThat(socket.isBound()).isFalse();
        assertThat(socket.isClosed()).isFalse();
    }

    @Test
    void acceptGivesAConnectedSocketWithAChannel() throws Exception {
        ServerSocketChannel listener = listen();
        SocketChannel client = open();
        client.connect(listener.getLocalAddress());
        Socket accepted = closing(listener.socket().accept());
        assertThat(accepted.isConnected()).isTrue();
        assertThat(accepted.getRemoteSocketAddress()).isEqualTo(client.getLocalAddress());
        assertThat(accepted.getChannel()).isNotNull();
        assertThat(accepted.getChannel().isBlocking()).isTrue();
        assertThat(accepted.getChannel().provider()).isSameAs(subject.provider());
        accepted.getOutputStream().write('x');
        assertThat(readText(client, 1)).isEqualTo("x");
    }

    @Test
    void aBlockedAcceptGetsTheConnection() throws Exception {
        for (int timeout : new int[] {0, (int) PATIENCE.toMillis()}) {
            ServerSocketChannel listener = listen();
            listener.socket().setSoTimeout(timeout);
            Background<Socket> acceptor =
                    background(() -> closing(listener.socket().accept()));
            acceptor.awaitBlocked();
            SocketChannel client = open();
            client.connect(listener.getLocalAddress());
            assertThat(acceptor.get().getRemoteSocketAddress()).isEqualTo(client.getLocalAddress());
        }
    }

    @Test
    void acceptTimesOut() throws Exception {
        ServerSocketChannel listener = listen();
        ServerSocket socket = listener.socket();
        socket.setSoTimeout(BRIEFLY);
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            assertThrown(SocketTimeoutException.class, socket::accept);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(BRIEFLY - 20));
        }
        assertThat(socket.isClosed()).isFalse();
        socket.setSoTimeout((int) PATIENCE.toMillis());
        SocketChannel client = open();
        client.connect(listener.getLocalAddress());
        assertThat(closing(socket.accept()).getRemoteSocketAddress()).isEqualTo(client.getLocalAddress());
    }

    @Test
    void theTimeoutIsOfTheViewAlone() throws Exception {
        ServerSocketChannel listener = listen();
        listener.socket().setSoTimeout(1);
        Background<SocketChannel> acceptor = background(() -> closing(listener.accept()));
        acceptor.staysBlocked();
        open().connect(listener.getLocalAddress());
        acceptor.get();
    }

    @Test
    void acceptOfANonBlockingListener() throws Exception {
        ServerSocketChannel listener = nonBlocking(listen());
        ServerSocket socket = listener.socket();
        assertThrown(IllegalBlockingModeException.class, socket::accept);
        SocketChannel client = open();
        client.connect(listener.getLocalAddress());
        await(listener, SelectionKey.OP_ACCEPT);
        assertThat(closing(socket.accept()).getRemoteSocketAddress())
                .as("who is waiting is accepted all the same")
                .isEqualTo(client.getLocalAddress());
        socket.setSoTimeout(BRIEFLY);
        assertThrown(IllegalBlockingModeException.class, socket::accept);
    }

    @Test
    void closeEndsAnAccept() throws Exception {
        for (int timeout : new int[] {0, (int) PATIENCE.toMillis()}) {
            ServerSocket socket = listen().socket();
            socket.setSoTimeout(timeout);
            Background<Socket> accepting = background(socket::accept).awaitBlocked();
            socket.close();
            assertThat(accepting.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @Test
    void interruptEndsAnAccept() throws Exception {
        ServerSocket socket = listen().socket();
        Background<Socket> acceptor = background(socket::accept).awaitBlocked();
        acceptor.thread().interrupt();
        assertThat(acceptor.thrown()).isInstanceOfAny(ClosedByInterruptException.class, SocketException.class);
        assertThat(acceptor.endedInterrupted()).isTrue();
        assertThat(socket.isClosed()).isTrue();
    }

    @Test
    void aClosedSocketRemembersItsAddress() throws Exception {
        ServerSocket socket = listen().socket();
        int port = socket.getLocalPort();
        socket.close();
        socket.close();
        assertThat(socket.isClosed()).isTrue();
        assertThat(socket.isBound()).isTrue();
        assertThat(socket.getLocalPort()).isEqualTo(port);
        assertThat(socket.getInetAddress()).isEqualTo(LOOPBACK);
        assertThat(socket.getLocalSocketAddress()).isEqualTo(new InetSocketAddress(LOOPBACK, port));
    }

    @Test
    void aClosedChannelsViewIsClosed() throws Exception {
        ServerSocketChannel listener = openListener();
        listener.close();
        assertThat(listener.socket().isClosed()).isTrue();
        assertThat(listener.socket().isBound()).isFalse();
        assertThat(listener.socket().getLocalPort()).isEqualTo(-1);
    }

    @Test
    void options() throws Exception {
        ServerSocket socket = openListener().socket();
        assertThat(socket.getSoTimeout()).isZero();
        socket.setSoTimeout(1234);
        assertThat(socket.getSoTimeout()).isEqualTo(1234);
        assertThrown(IllegalArgumentException.class, () -> socket.setSoTimeout(-1));
        socket.setReceiveBufferSize(96 << 10);
        assertThat(socket.getReceiveBufferSize()).isGreaterThanOrEqualTo(96 << 10);
        for (int wrong : new int[] {0, -1}) {
            assertThrown(IllegalArgumentException.class, () -> socket.setReceiveBufferSize(wrong));
        }
        for (boolean value : new boolean[] {true, false}) {
            socket.setReuseAddress(value);
            assertThat(socket.getReuseAddress()).isEqualTo(value);
        }
        socket.setPerformancePreferences(1, 2, 3);
        assertThat(socket.supportedOptions()).isEqualTo(socket.getChannel().supportedOptions());
        assertThat(socket.setOption(StandardSocketOptions.SO_REUSEADDR, true)).isSameAs(socket);
        assertThat(socket.getOption(StandardSocketOptions.SO_REUSEADDR)).isTrue();
    }
}
