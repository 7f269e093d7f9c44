package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** {@code DatagramChannel.socket()}. */
abstract class DatagramSocketViewContract extends DatagramContractTest {

    private static final int BRIEFLY = 80;

    private static final class OtherAddress extends SocketAddress {
        private static final long serialVersionUID = 1;
    }

    private static DatagramPacket room(int size) {
        return new DatagramPacket(new byte[size], size);
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), packet.getOffset(), packet.getLength(), StandardCharsets.US_ASCII);
    }

    private static void receive(DatagramSocket socket, DatagramPacket packet) throws IOException {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.receive(packet);
    }

    private static void assertSocketException(ThrowingCallable call) {
        assertThat(catchThrowable(call)).isInstanceOf(SocketException.class);
    }

    @Test
    void thereIsOneView() throws Exception {
        DatagramChannel channel = openDatagram();
        DatagramSocket socket = channel.socket();
        assertThat(channel.socket()).isSameAs(socket);
        assertThat(socket.getChannel()).isSameAs(channel);
    }

    @Test
    void anUnboundSocket() throws Exception {
        DatagramSocket socket = openDatagram().socket();
        assertThat(socket.isBound()).isFalse();
        assertThat(socket.isConnected()).isFalse();
        assertThat(socket.isClosed()).isFalse();
        assertThat(socket.getLocalSocketAddress()).isNull();
        assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
        assertThat(socket.getLocalPort()).isZero();
        assertThat(socket.getRemoteSocketAddress()).isNull();
        assertThat(socket.getInetAddress()).isNull();
        assertThat(socket.getPort()).isEqualTo(-1);
    }

    @Test
    void aBoundSocket() throws Exception {
        DatagramChannel channel = openDatagram();
        DatagramSocket socket = channel.socket();
        socket.bind(new InetSocketAddress(LOOPBACK, 0));
        assertThat(socket.isBound()).isTrue();
        assertThat(socket.isConnected()).isFalse();
        assertThat(socket.getLocalSocketAddress()).isEqualTo(channel.getLocalAddress());
        assertThat(socket.getLocalAddress()).isEqualTo(LOOPBACK);
        assertThat(socket.getLocalPort())
                .isEqualTo(inet(channel.getLocalAddress()).getPort());
    }

    @Test
    void bindToNullIsTheWildcardAndAnyPort() throws Exception {
        DatagramSocket socket = openDatagram().socket();
        socket.bind(null);
        assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
        assertThat(socket.getLocalPort()).isPositive();
    }

    @Test
    void aConnectedSocket() throws Exception {
        DatagramChannel peer = bound();
        DatagramChannel channel = bound();
        DatagramSocket socket = channel.socket();
        socket.connect(peer.getLocalAddress());
        assertThat(socket.isConnected()).isTrue();
        assertThat(channel.isConnected()).isTrue();
        assertThat(socket.getRemoteSocketAddress()).isEqualTo(peer.getLocalAddress());
        assertThat(socket.getInetAddress()).isEqualTo(LOOPBACK);
        assertThat(socket.getPort()).isEqualTo(inet(peer.getLocalAddress()).getPort());
        assertThat(socket.getLocalSocketAddress()).isEqualTo(channel.getLocalAddress());
    }

    @Test
    void connectByAddressAndPort() throws Exception {
        DatagramChannel peer = bound();
        DatagramSocket socket = openDatagram().socket();
        socket.connect(LOOPBACK, inet(peer.getLocalAddress()).getPort());
        assertThat(socket.getRemoteSocketAddress()).isEqualTo(peer.getLocalAddress());
        assertThat(socket.isBound()).isTrue();
    }

    @Test
    void aConnectedSocketConnectsAnew() throws Exception {
        DatagramChannel first = bound();
        DatagramChannel second = bound();
        DatagramSocket socket = bound().socket();
        socket.connect(first.getLocalAddress());
        socket.connect(second.getLocalAddress());
        assertThat(socket.getRemoteSocketAddress()).isEqualTo(second.getLocalAddress());
        socket.send(new DatagramPacket(new byte[1], 1));
        assertThat(receive(second).from()).isEqualTo(socket.getLocalSocketAddress());
    }

    @Test
    void closingEitherClosesBoth() throws Exception {
        DatagramChannel channel = connectedTo(bound());
        DatagramSocket socket = channel.socket();
        SocketAddress remote = socket.getRemoteSocketAddress();
        socket.close();
        socket.close();
        assertThat(channel.isOpen()).isFalse();
        assertThat(socket.isClosed()).isTrue();
        assertThat(socket.isBound()).as("as before the close").isTrue();
        assertThat(socket.isConnected()).as("as before the close").isTrue();
        assertThat(socket.getRemoteSocketAddress()).isEqualTo(remote);
        assertThat(socket.getInetAddress()).isEqualTo(LOOPBACK);
        assertThat(socket.getPort()).isEqualTo(inet(remote).getPort());
        assertThat(socket.getLocalSocketAddress()).isNull();
        assertThat(socket.getLocalAddress()).isNull();
        assertThat(socket.getLocalPort()).isEqualTo(-1);

        DatagramChannel other = openDatagram();
        other.close();
        assertThat(other.socket().isClosed()).isTrue();
        assertThat(other.socket().isBound()).isFalse();
        assertThat(other.socket().isConnected()).isFalse();
    }

    @Test
    void aClosedSocketRefusesEverything() throws Exception {
        InetSocketAddress target = nobody();
        for (DatagramSocket socket : new DatagramSocket[] {
            openDatagram().socket(), connectedTo(bound()).socket()
        }) {
            SocketAddress peer = socket.isConnected() ? socket.getRemoteSocketAddress() : target;
            socket.close();
            assertSocketException(() -> socket.bind(new InetSocketAddress(LOOPBACK, 0)));
            assertSocketException(() -> socket.send(packet("x", peer)));
            assertSocketException(() -> socket.receive(room(1)));
            assertSocketException(() -> socket.setSoTimeout(1));
            assertSocketException(() -> socket.setSoTimeout(-1));
            assertSocketException(socket::getSoTimeout);
            assertSocketException(() -> socket.setSendBufferSize(9000));
            assertSocketException(socket::getSendBufferSize);
            assertSocketException(() -> socket.setReceiveBufferSize(9000));
            assertSocketException(socket::getReceiveBufferSize);
            assertSocketException(() -> socket.setReuseAddress(true));
            assertSocketException(socket::getReuseAddress);
            assertSocketException(() -> socket.setBroadcast(true));
            assertSocketException(socket::getBroadcast);
            assertSocketException(() -> socket.setTrafficClass(0));
            assertSocketException(socket::getTrafficClass);
            assertThat(catchThrowable(() -> socket.getOption(StandardSocketOptions.SO_SNDBUF)))
                    .isInstanceOf(IOException.class);
            assertThat(catchThrowable(() -> socket.setOption(StandardSocketOptions.SO_SNDBUF, 9000)))
                    .isInstanceOf(IOException.class);
            socket.disconnect();
            assertThat(socket.supportedOptions()).isNotEmpty();
        }
    }

    @Test
    void packetsComeAndGo() throws Exception {
        DatagramSocket socket = bound().socket();
        DatagramSocket foreign = foreign();
        byte[] data = "--hello--".getBytes(StandardCharsets.US_ASCII);
        socket.send(new DatagramPacket(data, 2, 5, foreign.getLocalSocketAddress()));
        assertThat(receiveText(foreign)).isEqualTo("hello");
        foreign.send(packet("answer", socket.getLocalSocketAddress()));
        DatagramPacket packet = new DatagramPacket(new byte[20], 3, 10);
        receive(socket, packet);
        assertThat(packet.getOffset()).isEqualTo(3);
        assertThat(packet.getLength()).isEqualTo(6);
        assertThat(text(packet)).isEqualTo("answer");
        assertThat(packet.getSocketAddress()).isEqualTo(foreign.getLocalSocketAddress());
        assertThat(packet.getAddress()).isEqualTo(LOOPBACK);
        assertThat(packet.getPort()).isEqualTo(foreign.getLocalPort());
    }

    @Test
    void whatDoesNotFitIsDropped() throws Exception {
        DatagramSocket socket = bound().socket();
        DatagramSocket foreign = foreign();
        foreign.send(packet("longer than the room", socket.getLocalSocketAddress()));
        foreign.send(packet("", socket.getLocalSocketAddress()));
        DatagramPacket packet = new DatagramPacket(new byte[20], 3, 6);
        receive(socket, packet);
        assertThat(text(packet)).isEqualTo("longer");
        assertThat(packet.getData()[9]).isZero();
        receive(socket, room(9));
    }

    @Test
    void aPacketWhoseLengthIsSetAgainServesAgain() throws Exception {
        DatagramSocket socket = bound().socket();
        DatagramSocket foreign = foreign();
        DatagramPacket packet = room(20);
        for (String text : new String[] {"short", "", "much longer"}) {
            foreign.send(packet(text, socket.getLocalSocketAddress()));
            packet.setLength(20);
            receive(socket, packet);
            assertThat(text(packet)).isEqualTo(text);
        }
    }

    @Test
    void aPacketServesAgain() throws Exception {
        DatagramSocket socket = bound().socket();
        DatagramSocket foreign = foreign();
        DatagramPacket packet = new DatagramPacket(new byte[20], 2, 15);
        for (String text : new String[] {"short", "", "much longer", "fifteen is room"}) {
            foreign.send(packet(text, socket.getLocalSocketAddress()));
            receive(socket, packet);
            assertThat(text(packet)).isEqualTo(text);
        }
        packet.setLength(4);
        foreign.send(packet("much longer", socket.getLocalSocketAddress()));
        receive(socket, packet);
        assertThat(text(packet)).isEqualTo("much");
        packet.setData(new byte[6]);
        foreign.send(packet("much longer", socket.getLocalSocketAddress()));
        receive(socket, packet);
        assertThat(text(packet)).isEqualTo("much l");
    }

    @Test
    void wrongPeersLeaveTheOldOne() throws Exception {
        DatagramSocket socket = bound().socket();
        SocketAddress peer = bound().getLocalAddress();
        socket.connect(peer);
        SocketAddress unresolved = InetSocketAddress.createUnresolved("nobody.invalid", 1);
        assertThat(catchThrowable(() -> socket.connect(new OtherAddress())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(catchThrowable(() -> socket.connect(null))).isInstanceOf(IllegalArgumentException.class);
        assertThat(catchThrowable(() -> socket.connect(null, 1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(catchThrowable(() -> socket.connect(LOOPBACK, -1))).isInstanceOf(IllegalArgumentException.class);
        assertSocketException(() -> socket.connect(unresolved));
        assertSocketException(() -> socket.connect(new InetSocketAddress(LOOPBACK, 0)));
        assertThat(socket.getRemoteSocketAddress()).isEqualTo(peer);
        socket.send(new DatagramPacket(new byte[1], 1));
    }

    @Test
    void wrongBinds() throws Exception {
        DatagramSocket socket = openDatagram().socket();
        SocketAddress taken = bound().getLocalAddress();
        SocketAddress unresolved = InetSocketAddress.createUnresolved("nobody.invalid", 1);
        assertThat(catchThrowable(() -> socket.bind(new OtherAddress()))).isInstanceOf(IllegalArgumentException.class);
        assertSocketException(() -> socket.bind(unresolved));
        assertSocketException(() -> socket.bind(taken));
        socket.bind(new InetSocketAddress(LOOPBACK, 0));
        assertSocketException(() -> socket.bind(new InetSocketAddress(LOOPBACK, 0)));
    }

    @Test
    void aConnectAfterTheCloseDoesNothing() throws Exception {
        DatagramSocket socket = bound().socket();
        SocketAddress peer = bound().getLocalAddress();
        socket.close();
        socket.connect(peer);
        socket.connect(LOOPBACK, 1);
        assertThat(socket.isConnected()).isFalse();
    }

    @Test
    void aConnectedSocketsPacketsNeedNoAddress() throws Exception {
        DatagramChannel peer = bound();
        DatagramSocket socket = connectedTo(peer).socket();
        DatagramPacket packet = new DatagramPacket("hello".getBytes(StandardCharsets.US_ASCII), 5);
        socket.send(packet);
        assertThat(receive(peer).text()).isEqualTo("hello");
        assertThat(packet.getSocketAddress()).isEqualTo(peer.getLocalAddress());
        socket.send(packet("again", peer.getLocalAddress()));
        assertThat(receive(peer).text()).isEqualTo("again");
        assertThrown(IllegalArgumentException.class, () -> socket.send(packet("x", nobody())));
    }

    @Test
    void anUnconnectedSocketsPacketsNeedAnAddress() throws Exception {
        DatagramSocket socket = bound().socket();
        assertThrown(IllegalArgumentException.class, () -> socket.send(new DatagramPacket(new byte[1], 1)));
        assertSocketException(() -> socket.send(packet("x", new InetSocketAddress(LOOPBACK, 0))));
    }

    @Test
    void receiveTimesOut() throws Exception {
        DatagramSocket socket = bound().socket();
        assertThat(socket.getSoTimeout()).isZero();
        socket.setSoTimeout(BRIEFLY);
        assertThat(socket.getSoTimeout()).isEqualTo(BRIEFLY);
        for (int i = 0; i < 2; i++) {
            long start = System.nanoTime();
            assertThrown(SocketTimeoutException.class, () -> socket.receive(room(1)));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(BRIEFLY - 20));
        }
        assertThat(socket.isClosed()).isFalse();
        foreign().send(packet("late", socket.getLocalSocketAddress()));
        DatagramPacket packet = room(9);
        receive(socket, packet);
        assertThat(text(packet)).isEqualTo("late");
        assertThrown(IllegalArgumentException.class, () -> socket.setSoTimeout(-1));
    }

    @Test
    void aDatagramInTimeIsReceived() throws Exception {
        DatagramSocket socket = bound().socket();
        socket.setSoTimeout((int) PATIENCE.toMillis());
        DatagramPacket packet = room(9);
        Background<Void> receiver = background(() -> {
            socket.receive(packet);
            return null;
        });
        receiver.awaitBlocked();
        foreign().send(packet("in time", socket.getLocalSocketAddress()));
        receiver.get();
        assertThat(text(packet)).isEqualTo("in time");
    }

    @Test
    void closeEndsAReceive() throws Exception {
        for (int timeout : new int[] {0, (int) PATIENCE.toMillis()}) {
            DatagramSocket socket = bound().socket();
            socket.setSoTimeout(timeout);
            Background<Void> receiver = background(() -> {
                socket.receive(room(1));
                return null;
            });
            receiver.awaitBlocked();
            socket.close();
            assertThat(receiver.thrown()).isExactlyInstanceOf(SocketException.class);
        }
    }

    @Test
    void interruptEndsAReceive() throws Exception {
        DatagramSocket socket = bound().socket();
        Background<Void> receiver = background(() -> {
            socket.receive(room(1));
            return null;
        });
        receiver.awaitBlocked().thread().interrupt();
        Class<?> told = Runtime.version().feature() < 19 ? SocketException.class : ClosedByInterruptException.class;
        assertThat(receiver.thrown()).isExactlyInstanceOf(told);
        assertThat(receiver.endedInterrupted()).isTrue();
        assertThat(socket.isClosed()).isTrue();
    }

    @Test
    void aNonBlockingChannelsViewNeitherSendsNorReceives() throws Exception {
        DatagramSocket socket = nonBlocking(bound()).socket();
        assertThrown(IllegalBlockingModeException.class, () -> socket.receive(room(1)));
        assertThrown(IllegalBlockingModeException.class, () -> socket.send(packet("x", nobody())));
        socket.setSoTimeout(1);
        assertThrown(IllegalBlockingModeException.class, () -> socket.receive(room(1)));
    }

    @Test
    void aClosedNonBlockingChannelsViewIsClosed() throws Exception {
        DatagramSocket socket = nonBlocking(openDatagram()).socket();
        socket.close();
        DatagramPacket packet = room(1);
        assertThrown(SocketException.class, () -> socket.receive(packet));
        packet.setSocketAddress(refusing());
        assertThrown(SocketException.class, () -> socket.send(packet));
    }

    @Test
    void anUnreachablePeerDoesNotKeepTheNextOneAway() throws Exception {
        DatagramSocket socket =
                openDatagram().bind(new InetSocketAddress(LOOPBACK, 0)).socket();
        DatagramSocket peer =
                openDatagram().bind(new InetSocketAddress(LOOPBACK, 0)).socket();
        DatagramSocket gone =
                openDatagram().bind(new InetSocketAddress(LOOPBACK, 0)).socket();
        SocketAddress nobody = gone.getLocalSocketAddress();
        gone.close();
        for (int i = 0; i < 20; i++) {
            socket.connect(nobody);
            socket.send(room(1));
            socket.connect(peer.getLocalSocketAddress());
            socket.send(room(1));
            receive(peer, room(1));
        }
    }

    @Test
    void options() throws Exception {
        DatagramSocket socket = openDatagram().socket();
        assertThat(socket.getBroadcast()).isFalse();
        socket.setBroadcast(true);
        assertThat(socket.getBroadcast()).isTrue();
        assertThat(socket.getReuseAddress()).isFalse();
        socket.setReuseAddress(true);
        assertThat(socket.getReuseAddress()).isTrue();
        socket.setSendBufferSize(96 << 10);
        assertThat(socket.getSendBufferSize()).isGreaterThanOrEqualTo(96 << 10);
        socket.setReceiveBufferSize(96 << 10);
        assertThat(socket.getReceiveBufferSize()).isGreaterThanOrEqualTo(96 << 10);
        for (int wrong : new int[] {0, -1}) {
            assertThrown(IllegalArgumentException.class, () -> socket.setSendBufferSize(wrong));
            assertThrown(IllegalArgumentException.class, () -> socket.setReceiveBufferSize(wrong));
        }
        socket.setTrafficClass(0x10);
        assertThat(socket.getTrafficClass()).isBetween(0, 255);
        for (int wrong : new int[] {-1, 256}) {
            assertThrown(IllegalArgumentException.class, () -> socket.setTrafficClass(wrong));
        }
        assertThat(socket.supportedOptions()).isEqualTo(socket.getChannel().supportedOptions());
        assertThat(socket.setOption(StandardSocketOptions.SO_BROADCAST, false)).isSameAs(socket);
        assertThat(socket.getOption(StandardSocketOptions.SO_BROADCAST)).isFalse();
    }

    @Test
    void theViewAndTheChannelAreOne() throws Exception {
        DatagramChannel channel = bound();
        DatagramChannel peer = bound();
        channel.socket().send(packet("by the view", peer.getLocalAddress()));
        channel.send(ByteBuffer.wrap("by the channel".getBytes()), peer.getLocalAddress());
        assertThat(receive(peer).text()).isEqualTo("by the view");
        assertThat(receive(peer).text()).isEqualTo("by the channel");
    }
}
