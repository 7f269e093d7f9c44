package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.junit.jupiter.api.Test;

/** UDP channels: states, bind, connect, disconnect, and which check comes first. */
abstract class DatagramChannelStateContract extends DatagramContractTest {

    private static final InetSocketAddress UNRESOLVED = InetSocketAddress.createUnresolved("nobody.invalid", 1);

    private static final class OtherAddress extends SocketAddress {
        private static final long serialVersionUID = 1;
    }

    private static ByteBuffer room() {
        return ByteBuffer.allocate(10);
    }

    @Test
    void aNewChannelIsOpenBlockingUnboundAndUnconnected() throws Exception {
        DatagramChannel channel = openDatagram();
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.isBlocking()).isTrue();
        assertThat(channel.isRegistered()).isFalse();
        assertThat(channel.isConnected()).isFalse();
        assertThat(channel.getLocalAddress()).isNull();
        assertThat(channel.getRemoteAddress()).isNull();
        assertThat(channel.validOps()).isEqualTo(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        assertThat(channel.provider()).isSameAs(subject.provider());
    }

    @Test
    void bindToNullIsTheWildcardAndAnyPort() throws Exception {
        for (StandardProtocolFamily family :
                new StandardProtocolFamily[] {StandardProtocolFamily.INET, StandardProtocolFamily.INET6}) {
            DatagramChannel channel = openDatagram(family);
            assertThat(channel.bind(null)).isSameAs(channel);
            InetSocketAddress local = inet(channel.getLocalAddress());
            assertThat(local.getAddress().isAnyLocalAddress()).isTrue();
            assertThat(local.getPort()).isPositive();
        }
    }

    @Test
    void bindToAGivenPort() throws Exception {
        InetSocketAddress free = nobody();
        assertThat(openDatagram().bind(free).getLocalAddress()).isEqualTo(free);
    }

    @Test
    void boundChannelsAreNotBoundAgain() throws Exception {
        DatagramChannel channel = bound();
        SocketAddress local = channel.getLocalAddress();
        assertThrown(AlreadyBoundException.class, () -> channel.bind(null));
        assertThrown(AlreadyBoundException.class, () -> channel.bind(UNRESOLVED));
        assertThrown(AlreadyBoundException.class, () -> channel.bind(new OtherAddress()));
        assertThat(channel.getLocalAddress()).isEqualTo(local);
    }

    @Test
    void wrongAddressesAreNotBound() throws Exception {
        DatagramChannel channel = openDatagram();
        assertThrown(UnresolvedAddressException.class, () -> channel.bind(UNRESOLVED));
        assertThrown(UnsupportedAddressTypeException.class, () -> channel.bind(new OtherAddress()));
        assertThrown(BindException.class, () -> channel.bind(new InetSocketAddress(address(192, 0, 2, 1), 0)));
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.getLocalAddress()).isNull();
        channel.bind(new InetSocketAddress(LOOPBACK, 0));
    }

    @Test
    void aPortInUseIsNotBound() throws Exception {
        SocketAddress used = bound().getLocalAddress();
        DatagramChannel second = openDatagram();
        assertThrown(BindException.class, () -> second.bind(used));
        assertThat(second.isOpen()).isTrue();
        assertThat(second.getLocalAddress()).isNull();
    }

    @Test
    void aClosedPortCanBeBoundAgain() throws Exception {
        DatagramChannel channel = bound();
        SocketAddress local = channel.getLocalAddress();
        channel.close();
        assertThat(openDatagram().bind(local).getLocalAddress()).isEqualTo(local);
    }

    @Test
    void anIpv4ChannelRefusesIpv6() throws Exception {
        DatagramChannel channel = openDatagram(StandardProtocolFamily.INET);
        InetSocketAddress ipv6 = new InetSocketAddress(InetAddress.getByName("::1"), 1);
        assertThrown(UnsupportedAddressTypeException.class, () -> channel.bind(ipv6));
        assertThrown(UnsupportedAddressTypeException.class, () -> channel.connect(ipv6));
        assertThrown(UnsupportedAddressTypeException.class, () -> channel.send(bytes("x"), ipv6));
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void connectBindsAndConnects() throws Exception {
        DatagramChannel peer = bound();
        DatagramChannel channel = openDatagram();
        assertThat(channel.connect(peer.getLocalAddress())).isSameAs(channel);
        assertThat(channel.isConnected()).isTrue();
        assertThat(channel.getRemoteAddress()).isEqualTo(peer.getLocalAddress());
        InetSocketAddress local = inet(channel.getLocalAddress());
        assertThat(local.getAddress()).as("the address that reaches the peer").isEqualTo(LOOPBACK);
        assertThat(local.getPort()).isPositive();
        assertThrown(AlreadyBoundException.class, () -> channel.bind(null));
    }

    @Test
    void connectKeepsTheBoundPort() throws Exception {
        DatagramChannel channel = openDatagram().bind(null);
        int port = inet(channel.getLocalAddress()).getPort();
        channel.connect(bound().getLocalAddress());
        assertThat(channel.getLocalAddress()).isEqualTo(new InetSocketAddress(LOOPBACK, port));
    }

    @Test
    void connectedChannelsAreNotConnectedAgain() throws Exception {
        DatagramChannel channel = connectedTo(bound());
        SocketAddress remote = channel.getRemoteAddress();
        assertThrown(AlreadyConnectedException.class, () -> channel.connect(remote));
        assertThrown(AlreadyConnectedException.class, () -> channel.connect(new InetSocketAddress(LOOPBACK, 0)));
        assertThrown(UnresolvedAddressException.class, () -> channel.connect(UNRESOLVED));
        assertThat(channel.getRemoteAddress()).isEqualTo(remote);
    }

    @Test
    void wrongAddressesAreNotConnectedTo() throws Exception {
        DatagramChannel channel = openDatagram();
        assertThatNullPointerException().isThrownBy(() -> channel.connect(null));
        assertThrown(UnresolvedAddressException.class, () -> channel.connect(UNRESOLVED));
        assertThrown(UnsupportedAddressTypeException.class, () -> channel.connect(new OtherAddress()));
        assertThrown(SocketException.class, () -> channel.connect(new InetSocketAddress(LOOPBACK, 0)));
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.isConnected()).isFalse();
        assertThat(channel.getRemoteAddress()).isNull();
        channel.connect(nobody());
    }

    @Test
    void disconnectOfAnUnconnectedChannelDoesNothing() throws Exception {
        DatagramChannel channel = openDatagram();
        assertThat(channel.disconnect()).isSameAs(channel);
        assertThat(channel.getLocalAddress()).isNull();
        channel.close();
        assertThat(channel.disconnect()).isSameAs(channel);
        DatagramChannel closedConnected = connectedTo(bound());
        closedConnected.close();
        assertThat(closedConnected.disconnect()).isSameAs(closedConnected);
    }

    @Test
    void disconnectKeepsThePort() throws Exception {
        DatagramChannel channel = connectedTo(bound());
        SocketAddress local = channel.getLocalAddress();
        assertThat(channel.disconnect()).isSameAs(channel);
        assertThat(channel.isConnected()).isFalse();
        assertThat(channel.getRemoteAddress()).isNull();
        assertThat(channel.getLocalAddress()).isEqualTo(local);
        bound().send(bytes("from anybody"), local);
        assertThat(receive(channel).text()).isEqualTo("from anybody");
    }

    @Test
    void disconnectKeepsAPortThatConnectChose() throws Exception {
        DatagramChannel channel = openDatagram().connect(bound().getLocalAddress());
        int port = inet(channel.getLocalAddress()).getPort();
        channel.disconnect();
        assertThat(inet(channel.getLocalAddress()).getPort()).isEqualTo(port);
        bound().send(bytes("still there"), new InetSocketAddress(LOOPBACK, port));
        assertThat(receive(channel).text()).isEqualTo("still there");
    }

    @Test
    void aDisconnectedChannelIsUnconnectedInEveryWay() throws Exception {
        DatagramChannel first = bound();
        DatagramChannel second = bound();
        DatagramChannel channel = connectedTo(first);
        channel.disconnect();
        assertThrown(NotYetConnectedException.class, () -> channel.write(bytes("x")));
        assertThrown(NotYetConnectedException.class, () -> channel.read(room()));
        channel.send(bytes("sent"), second.getLocalAddress());
        assertThat(receive(second).text()).isEqualTo("sent");
        channel.connect(second.getLocalAddress());
        channel.write(bytes("written"));
        assertThat(receive(second).text()).isEqualTo("written");
    }

    @Test
    void disconnectKeepsOptions() throws Exception {
        DatagramChannel channel = connectedTo(bound());
        channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 7);
        channel.disconnect();
        assertThat(channel.getOption(StandardSocketOptions.SO_BROADCAST)).isTrue();
        assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL)).isEqualTo(7);
    }

    @Test
    void anUnconnectedChannelNeitherReadsNorWrites() throws Exception {
        for (DatagramChannel channel : new DatagramChannel[] {openDatagram(), bound(), nonBlocking(bound())}) {
            assertThrown(NotYetConnectedException.class, () -> channel.read(room()));
            assertThrown(NotYetConnectedException.class, () -> channel.read(new ByteBuffer[] {room()}));
            assertThrown(NotYetConnectedException.class, () -> channel.read(new ByteBuffer[] {room()}, 0, 1));
            assertThrown(NotYetConnectedException.class, () -> channel.write(bytes("x")));
            assertThrown(NotYetConnectedException.class, () -> channel.write(new ByteBuffer[] {bytes("x")}));
            assertThrown(NotYetConnectedException.class, () -> channel.write(new ByteBuffer[] {bytes("x")}, 0, 1));
            assertThrown(NotYetConnectedException.class, () -> channel.read(room().asReadOnlyBuffer()));
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void sendAndReceiveBind() throws Exception {
        DatagramChannel sender = openDatagram();
        DatagramChannel peer = bound();
        sender.send(bytes("x"), peer.getLocalAddress());
        int port = inet(sender.getLocalAddress()).getPort();
        assertThat(inet(receive(peer).from()).getPort()).isEqualTo(port).isPositive();

        DatagramChannel receiver = nonBlocking(openDatagram());
        assertThat(receiver.receive(room())).isNull();
        InetSocketAddress local = inet(receiver.getLocalAddress());
        assertThat(local.getPort()).isPositive();
        sender.send(bytes("y"), new InetSocketAddress(LOOPBACK, local.getPort()));
        assertThat(receive(receiver).text()).isEqualTo("y");
    }

    @Test
    void wrongAddressesAreNotSentTo() throws Exception {
        DatagramChannel channel = openDatagram();
        assertThatNullPointerException().isThrownBy(() -> channel.send(bytes("x"), null));
        assertThatNullPointerException().isThrownBy(() -> channel.send(null, nobody()));
        assertThrown(UnresolvedAddressException.class, () -> channel.send(bytes("x"), UNRESOLVED));
        assertThrown(UnsupportedAddressTypeException.class, () -> channel.send(bytes("x"), new OtherAddress()));
        ByteBuffer source = bytes("x");
        assertThrown(SocketException.class, () -> channel.send(source, new InetSocketAddress(LOOPBACK, 0)));
        assertThat(source.remaining()).isOne();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void aConnectedChannelSendsToItsPeerAlone() throws Exception {
        DatagramChannel peer = bound();
        DatagramChannel channel = connectedTo(peer);
        ByteBuffer source = bytes("hello");
        assertThrown(AlreadyConnectedException.class, () -> channel.send(source, nobody()));
        assertThrown(AlreadyConnectedException.class, () -> channel.send(source, new InetSocketAddress(LOOPBACK, 0)));
        assertThat(source.remaining()).isEqualTo(5);
        assertThat(channel.send(source, peer.getLocalAddress())).isEqualTo(5);
        assertThat(receive(peer)).isEqualTo(new Received("hello", channel.getLocalAddress()));
    }

    @Test
    void nullsAndWrongRangesAreRefused() throws Exception {
        for (DatagramChannel channel : new DatagramChannel[] {openDatagram(), connectedTo(bound())}) {
            assertThatNullPointerException().isThrownBy(() -> channel.receive(null));
            assertThatNullPointerException().isThrownBy(() -> channel.read((ByteBuffer) null));
            assertThatNullPointerException().isThrownBy(() -> channel.write((ByteBuffer) null));
            assertThatNullPointerException().isThrownBy(() -> channel.read((ByteBuffer[]) null));
            assertThatNullPointerException().isThrownBy(() -> channel.write((ByteBuffer[]) null));
            ByteBuffer[] two = {room(), room()};
            for (int[] range : new int[][] {{-1, 1}, {0, 3}, {0, -1}, {2, 1}, {1, Integer.MAX_VALUE}}) {
                assertThrown(IndexOutOfBoundsException.class, () -> channel.read(two, range[0], range[1]));
                assertThrown(IndexOutOfBoundsException.class, () -> channel.write(two, range[0], range[1]));
            }
        }
        DatagramChannel connected = connectedTo(bound());
        assertThatNullPointerException().isThrownBy(() -> connected.read(new ByteBuffer[] {room(), null}));
        assertThatNullPointerException().isThrownBy(() -> connected.write(new ByteBuffer[] {room(), null}));
    }

    @Test
    void readOnlyBuffersAreNotReceivedInto() throws Exception {
        ByteBuffer readOnly = room().asReadOnlyBuffer();
        for (DatagramChannel channel :
                new DatagramChannel[] {connectedTo(bound()), nonBlocking(connectedTo(bound()))}) {
            assertThrown(IllegalArgumentException.class, () -> channel.receive(readOnly));
            assertThrown(IllegalArgumentException.class, () -> channel.read(readOnly));
            assertThrown(IllegalArgumentException.class, () -> channel.read(new ByteBuffer[] {room(), readOnly}));
        }
        DatagramChannel closed = openDatagram();
        closed.close();
        assertThrown(IllegalArgumentException.class, () -> closed.receive(readOnly));
    }

    private void assertClosed(DatagramChannel channel) throws IOException {
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.isConnected()).isFalse();
        assertThrown(ClosedChannelException.class, () -> channel.bind(null));
        assertThrown(ClosedChannelException.class, () -> channel.bind(UNRESOLVED));
        assertThrown(ClosedChannelException.class, () -> channel.connect(nobody()));
        assertThrown(ClosedChannelException.class, () -> channel.connect(new InetSocketAddress(LOOPBACK, 0)));
        assertThrown(UnresolvedAddressException.class, () -> channel.connect(UNRESOLVED));
        assertThat(catchThrowable(() -> channel.receive(room()))).isInstanceOf(ClosedChannelException.class);
        assertThat(catchThrowable(() -> channel.send(bytes("x"), nobody()))).isInstanceOf(ClosedChannelException.class);
        assertThrown(UnresolvedAddressException.class, () -> channel.send(bytes("x"), UNRESOLVED));
        assertThat(catchThrowable(() -> channel.read(room()))).isInstanceOf(ClosedChannelException.class);
        assertThat(catchThrowable(() -> channel.read(room().asReadOnlyBuffer())))
                .isInstanceOf(ClosedChannelException.class);
        assertThat(catchThrowable(() -> channel.read(new ByteBuffer[] {room(), null})))
                .isInstanceOf(ClosedChannelException.class);
        assertThrown(IndexOutOfBoundsException.class, () -> channel.read(new ByteBuffer[] {room()}, 0, 2));
        assertThat(catchThrowable(() -> channel.write(bytes("x")))).isInstanceOf(ClosedChannelException.class);
        assertThat(catchThrowable(() -> channel.write(new ByteBuffer[] {bytes("x"), null})))
                .isInstanceOf(ClosedChannelException.class);
        assertThrown(ClosedChannelException.class, channel::getLocalAddress);
        assertThrown(ClosedChannelException.class, channel::getRemoteAddress);
        assertThrown(ClosedChannelException.class, () -> channel.getOption(StandardSocketOptions.SO_SNDBUF));
        assertThrown(ClosedChannelException.class, () -> channel.getOption(StandardSocketOptions.IP_MULTICAST_IF));
        assertThrown(ClosedChannelException.class, () -> channel.setOption(StandardSocketOptions.SO_SNDBUF, 9000));
        assertThrown(ClosedChannelException.class, () -> channel.configureBlocking(false));
        assertThrown(ClosedChannelException.class, () -> channel.register(openSelector(), SelectionKey.OP_READ));
    }

    @Test
    void aClosedChannelRefusesEverything() throws Exception {
        for (DatagramChannel channel :
                new DatagramChannel[] {openDatagram(), bound(), connectedTo(bound()), nonBlocking(bound())}) {
            channel.close();
            channel.close();
            assertClosed(channel);
        }
    }

    @Test
    void theAddressThatAChannelWasConnectedByIsItsPeers() throws Exception {
        DatagramChannel receiver = bound();
        SocketAddress wildcard = new InetSocketAddress(
                "0.0.0.0", inet(receiver.getLocalAddress()).getPort());
        DatagramChannel channel = openDatagram(StandardProtocolFamily.INET);
        channel.connect(wildcard);
        channel.send(bytes("to this host"), wildcard);
        assertThat(receive(receiver).text()).isEqualTo("to this host");
    }

    @Test
    void aPortBelongsToOneChannelUnlessAllShareIt() throws Exception {
        SocketAddress taken = bound().getLocalAddress();
        assertThat(catchThrowable(() -> openDatagram().bind(taken))).isInstanceOf(SocketException.class);
        DatagramChannel first = openDatagram().setOption(StandardSocketOptions.SO_REUSEADDR, true);
        first.bind(new InetSocketAddress(LOOPBACK, 0));
        DatagramChannel second = openDatagram().setOption(StandardSocketOptions.SO_REUSEADDR, true);
        second.bind(first.getLocalAddress());
        assertThat(second.getLocalAddress()).isEqualTo(first.getLocalAddress());
    }
}
