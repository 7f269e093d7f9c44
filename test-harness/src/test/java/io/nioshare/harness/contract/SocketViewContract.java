package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.zip.CRC32;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** {@code SocketChannel.socket()}. */
abstract class SocketViewContract extends ContractTest {

    private static final int BRIEFLY = 80;
    private static final InetSocketAddress UNRESOLVED = InetSocketAddress.createUnresolved("nobody.invalid", 1);

    private static final class OtherAddress extends SocketAddress {
        private static final long serialVersionUID = 1;
    }

    private static void assertSocketException(ThrowingCallable call) {
        assertThat(catchThrowable(call)).isInstanceOf(SocketException.class);
    }

    private static void assertFails(ThrowingCallable call) {
        assertThat(catchThrowable(call)).isInstanceOf(IOException.class);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void thereIsOneView() throws Exception {
        SocketChannel channel = open();
        assertThat(channel.socket()).isSameAs(channel.socket());
        assertThat(channel.socket().getChannel()).isSameAs(channel);
    }

    @Test
    void anUnboundSocket() throws Exception {
        Socket socket = open().socket();
        assertThat(socket.isBound()).isFalse();
        assertThat(socket.isConnected()).isFalse();
        assertThat(socket.isClosed()).isFalse();
        assertThat(socket.isInputShutdown()).isFalse();
        assertThat(socket.isOutputShutdown()).isFalse();
        assertThat(socket.getLocalSocketAddress()).isNull();
        assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
        assertThat(socket.getLocalPort()).isEqualTo(-1);
        assertThat(socket.getRemoteSocketAddress()).isNull();
        assertThat(socket.getInetAddress()).isNull();
        assertThat(socket.getPort()).isZero();
        assertThrown(SocketException.class, socket::getInputStream);
        assertThrown(SocketException.class, socket::getOutputStream);
        assertThrown(SocketException.class, socket::shutdownInput);
        assertThrown(SocketException.class, socket::shutdownOutput);
    }

    @Test
    void aBoundSocket() throws Exception {
        SocketChannel channel = open();
        Socket socket = channel.socket();
        socket.bind(new InetSocketAddress(LOOPBACK, 0));
        assertThat(socket.isBound()).isTrue();
        assertThat(socket.isConnected()).isFalse();
        assertThat(socket.getLocalSocketAddress()).isEqualTo(channel.getLocalAddress());
        assertThat(socket.getLocalAddress()).isEqualTo(LOOPBACK);
        assertThat(socket.getLocalPort()).isPositive();
        assertThrown(SocketException.class, () -> socket.bind(null));
    }

    @Test
    void bindToNullIsTheWildcardAndAnyPort() throws Exception {
        Socket socket = open().socket();
        socket.bind(null);
        assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
        assertThat(socket.getLocalPort()).isPositive();
    }

    @Test
    void anAcceptedSocket() throws Exception {
        Pair pair = connect();
        Socket socket = pair.far().socket();
        assertThat(socket.isConnected()).isTrue();
        assertThat(socket.isBound()).isTrue();
        assertThat(socket.getRemoteSocketAddress()).isEqualTo(pair.near().getLocalAddress());
        assertThat(socket.getLocalSocketAddress()).isEqualTo(pair.near().getRemoteAddress());
    }

    @Test
    void connectWithoutTimeout() throws Exception {
        ServerSocketChannel listener = listen();
        Socket socket = open().socket();
        assertThat(socket.toString()).contains("unconnected");
        socket.connect(listener.getLocalAddress());
        assertThat(socket.isConnected()).isTrue();
        assertThat(socket.toString())
                .contains("port=" + listener.socket().getLocalPort())
                .contains("localport=" + socket.getLocalPort());
        // The first is what newer JDKs say.
        assertThat(catchThrowable(() -> socket.connect(listener.getLocalAddress())))
                .isInstanceOfAny(SocketException.class, AlreadyConnectedException.class);
        assertThat(socket.isClosed()).isFalse();
    }

    @Test
    void connectWithTimeout() throws Exception {
        ServerSocketChannel listener = listen();
        Socket socket = open().socket();
        socket.connect(listener.getLocalAddress(), (int) PATIENCE.toMillis());
        assertThat(socket.isConnected()).isTrue();
    }

    @Test
    void aSocketThatIsBeingConnectedHasAPeerAndNoAddress() throws Exception {
        InetSocketAddress silent = unresponsive();
        SocketChannel channel = openNonBlocking();
        channel.connect(silent);
        assertThat(channel.getLocalAddress()).isNull();
        assertThat(channel.getRemoteAddress()).isEqualTo(silent);
        assertPeerAndNoAddress(channel.socket(), silent);
        channel.close();
        assertPeerAndNoAddress(channel.socket(), silent);
    }

    @Test
    void aSocketThatCouldNotBeConnectedHasAPeerAndNoAddress() throws Exception {
        InetSocketAddress nobody = refusing();
        Socket socket = open().socket();
        assertThrown(ConnectException.class, () -> socket.connect(nobody));
        assertPeerAndNoAddress(socket, nobody);
    }

    private static void assertPeerAndNoAddress(Socket socket, InetSocketAddress peer) {
        assertThat(socket.isConnected()).isFalse();
        assertThat(socket.getRemoteSocketAddress()).isEqualTo(peer);
        assertThat(socket.getInetAddress()).isEqualTo(peer.getAddress());
        assertThat(socket.getPort()).isEqualTo(peer.getPort());
        assertThat(socket.isBound()).isFalse();
        assertThat(socket.getLocalSocketAddress()).isNull();
        assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
        assertThat(socket.getLocalPort()).isEqualTo(-1);
    }

    @Test
    void aConnectThatTimesOutClosesTheSocket() throws Exception {
        SocketAddress silent = unresponsive();
        Socket socket = open().socket();
        long start = System.nanoTime();
        assertThrown(SocketTimeoutException.class, () -> socket.connect(silent, BRIEFLY));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(BRIEFLY - 20));
        assertThat(socket.isClosed()).isTrue();
        assertThat(socket.getChannel().isOpen()).isFalse();
    }

    @Test
    void aRefusedConnectClosesTheSocket() throws Exception {
        for (int timeout : new int[] {0, (int) PATIENCE.toMillis()}) {
            Socket socket = open().socket();
            assertThat(catchThrowable(() -> socket.connect(refusing(), timeout)))
                    .isInstanceOf(ConnectException.class);
            assertThat(socket.isClosed()).isTrue();
            assertThat(socket.isConnected()).isFalse();
        }
    }

    /** Whatever the address. */
    @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = "documented since JDK 24")
    @Test
    void aSocketThatCannotConnectSaysSoFirst() throws Exception {
        Socket connected = connect().near().socket();
        assertSocketException(() -> connected.connect(UNRESOLVED));
        assertThat(connected.isClosed()).isFalse();
        Socket closed = open().socket();
        closed.close();
        assertSocketException(() -> closed.connect(UNRESOLVED));
    }

    @Test
    void wrongConnects() throws Exception {
        Socket socket = open().socket();
        assertThrown(IllegalArgumentException.class, () -> socket.connect(null));
        assertThrown(IllegalArgumentException.class, () -> socket.connect(refusing(), -1));
        assertThat(catchThrowable(() -> socket.connect(new OtherAddress())))
                .isInstanceOfAny(SocketException.class, IllegalArgumentException.class);
        assertThat(socket.isClosed()).isFalse();
        assertThrown(UnknownHostException.class, () -> socket.connect(UNRESOLVED));
        assertThat(socket.isClosed())
                .as("closed, as documented since JDK 24")
                .isEqualTo(Runtime.version().feature() >= 24);
        Socket nonBlocking = openNonBlocking().socket();
        SocketAddress target = listen().getLocalAddress();
        assertThrown(IllegalBlockingModeException.class, () -> nonBlocking.connect(target));
        assertThrown(IllegalBlockingModeException.class, () -> nonBlocking.connect(target, 1000));
    }

    @Test
    void aClosedSocketRemembersItsPeer() throws Exception {
        SocketChannel channel = connect().near();
        Socket socket = channel.socket();
        SocketAddress remote = socket.getRemoteSocketAddress();
        int localPort = socket.getLocalPort();
        socket.close();
        socket.close();
        assertThat(channel.isOpen()).isFalse();
        assertThat(socket.isClosed()).isTrue();
        assertThat(socket.isBound()).isTrue();
        assertThat(socket.isConnected()).isFalse();
        assertThat(socket.getRemoteSocketAddress()).isEqualTo(remote);
        assertThat(socket.getLocalSocketAddress()).isEqualTo(new InetSocketAddress(LOOPBACK, localPort));
        assertThat(socket.getInetAddress()).isEqualTo(LOOPBACK);
        assertThat(socket.getPort()).isEqualTo(((InetSocketAddress) remote).getPort());
        assertThat(socket.getLocalPort()).isEqualTo(localPort);
        assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
    }

    @Test
    void aClosedChannelsViewIsClosed() throws Exception {
        SocketChannel unconnected = open();
        unconnected.close();
        Socket socket = unconnected.socket();
        assertThat(socket.isClosed()).isTrue();
        assertThat(socket.isBound()).isFalse();
        assertThat(socket.isConnected()).isFalse();
        assertThat(socket.getRemoteSocketAddress()).isNull();
    }

    @Test
    void halfClosedSockets() throws Exception {
        Pair pair = connect();
        Socket near = pair.near().socket();
        Socket far = pair.far().socket();
        near.shutdownOutput();
        assertThat(near.isOutputShutdown()).isTrue();
        assertThat(near.isInputShutdown()).isFalse();
        assertThat(near.isClosed()).isFalse();
        assertThrown(SocketException.class, near::getOutputStream);
        assertThat(far.getInputStream().read()).isEqualTo(-1);
        far.getOutputStream().write(ascii("answer"));
        assertThat(near.getInputStream().readNBytes(6)).isEqualTo(ascii("answer"));
        near.shutdownInput();
        assertThat(near.isInputShutdown()).isTrue();
        assertThrown(SocketException.class, near::getInputStream);
        assertThat(near.isConnected()).isTrue();
    }

    @Test
    void streamsOfAHalfClosedSocket() throws Exception {
        Socket socket = connect().near().socket();
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        socket.shutdownInput();
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.available()).isZero();
        socket.shutdownOutput();
        assertFails(() -> out.write(1));
    }

    @Test
    void options() throws Exception {
        for (Socket socket : new Socket[] {open().socket(), connect().near().socket()}) {
            assertThat(socket.getTcpNoDelay()).isFalse();
            socket.setTcpNoDelay(true);
            assertThat(socket.getTcpNoDelay()).isTrue();
            assertThat(socket.getKeepAlive()).isFalse();
            socket.setKeepAlive(true);
            assertThat(socket.getKeepAlive()).isTrue();
            assertThat(socket.getSoLinger()).isEqualTo(-1);
            socket.setSoLinger(true, 5);
            assertThat(socket.getSoLinger()).isEqualTo(5);
            socket.setSoLinger(false, 5);
            assertThat(socket.getSoLinger()).isEqualTo(-1);
            assertThat(socket.getOOBInline()).isFalse();
            socket.setOOBInline(true);
            assertThat(socket.getOOBInline()).isTrue();
            socket.setSendBufferSize(96 << 10);
            assertThat(socket.getSendBufferSize()).isGreaterThanOrEqualTo(96 << 10);
            socket.setReceiveBufferSize(96 << 10);
            assertThat(socket.getReceiveBufferSize()).isGreaterThanOrEqualTo(96 << 10);
            socket.setTrafficClass(0x10);
            assertThat(socket.getTrafficClass()).isBetween(0, 255);
            assertThat(socket.getSoTimeout()).isZero();
            socket.setSoTimeout(1234);
            assertThat(socket.getSoTimeout()).isEqualTo(1234);
            socket.setPerformancePreferences(0, 1, 2);
            assertThat(socket.supportedOptions()).isEqualTo(socket.getChannel().supportedOptions());
            assertThat(socket.setOption(StandardSocketOptions.SO_KEEPALIVE, false))
                    .isSameAs(socket);
            assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isFalse();
        }
        Socket unbound = open().socket();
        assertThat(unbound.getReuseAddress()).isFalse();
        unbound.setReuseAddress(true);
        assertThat(unbound.getReuseAddress()).isTrue();
    }

    @Test
    void aLingerTimeIsNotNegative() throws Exception {
        Socket socket = open().socket();
        assertThrown(IllegalArgumentException.class, () -> socket.setSoLinger(true, -1));
        socket.setSoLinger(false, -1);
        assertThat(socket.getSoLinger()).isEqualTo(-1);
    }

    @Test
    void wrongOptions() throws Exception {
        Socket socket = open().socket();
        for (int wrong : new int[] {0, -1}) {
            assertThrown(IllegalArgumentException.class, () -> socket.setSendBufferSize(wrong));
            assertThrown(IllegalArgumentException.class, () -> socket.setReceiveBufferSize(wrong));
        }
        assertThrown(IllegalArgumentException.class, () -> socket.setSoTimeout(-1));
        assertThrown(IllegalArgumentException.class, () -> socket.setTrafficClass(-1));
        assertThrown(IllegalArgumentException.class, () -> socket.setTrafficClass(256));
    }

    @Test
    void urgentDataInlineIsData() throws Exception {
        Pair pair = connect();
        Socket far = pair.far().socket();
        far.setOOBInline(true);
        far.setSoTimeout((int) PATIENCE.toMillis());
        pair.near().socket().sendUrgentData(0x155);
        assertThat(far.getInputStream().read()).as("the lowest byte").isEqualTo(0x55);
    }

    @Test
    void urgentDataIsLeftOutOtherwise() throws Exception {
        Pair pair = connect();
        Socket near = pair.near().socket();
        near.getOutputStream().write(ascii("a"));
        near.sendUrgentData('!');
        near.getOutputStream().write(ascii("b"));
        Socket far = pair.far().socket();
        far.setSoTimeout((int) PATIENCE.toMillis());
        assertThat(far.getInputStream().readNBytes(2)).isEqualTo(ascii("ab"));
    }

    @Test
    void urgentDataThatDoesNotFitIsRefused() throws Exception {
        SocketChannel channel = nonBlocking(connectSmall().near());
        fill(channel);
        Throwable refused = null;
        for (int i = 0; i < 1_000_000 && refused == null; i++) {
            refused = catchThrowable(() -> channel.socket().sendUrgentData(1));
        }
        assertThat(refused).isExactlyInstanceOf(IOException.class).hasMessage("Socket buffer full");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void anUnconnectedSocketSendsNoUrgentData() throws Exception {
        Socket socket = open().socket();
        assertThat(catchThrowable(() -> socket.sendUrgentData(1))).isNotNull();
        assertThat(socket.isClosed()).isFalse();
    }

    @Test
    void muchThroughStreamsBothWays() throws Exception {
        Pair pair = connect();
        byte[] data = new byte[1_500_000];
        new Random(3).nextBytes(data);
        CRC32 expected = new CRC32();
        expected.update(data);
        Background<Void> nearWriter = background(() -> write(pair.near().socket(), data));
        Background<Void> farWriter = background(() -> write(pair.far().socket(), data));
        Background<Long> nearReader = background(() -> checksum(pair.near().socket()));
        Background<Long> farReader = background(() -> checksum(pair.far().socket()));
        assertThat(nearReader.get()).isEqualTo(expected.getValue());
        assertThat(farReader.get()).isEqualTo(expected.getValue());
        nearWriter.get();
        farWriter.get();
    }

    private static Void write(Socket socket, byte[] data) throws IOException {
        socket.getOutputStream().write(data);
        socket.shutdownOutput();
        return null;
    }

    private static Long checksum(Socket socket) throws IOException {
        CRC32 checksum = new CRC32();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[5000];
        for (int n; (n = in.read(buffer)) >= 0; ) {
            checksum.update(buffer, 0, n);
        }
        return checksum.getValue();
    }
}
