package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** A UDP channel's view as a {@link MulticastSocket}, which applications cast it to. */
@SuppressWarnings("deprecation")
abstract class MulticastSocketViewContract extends DatagramContractTest {

    private DatagramChannel channel;
    private MulticastSocket socket;

    @BeforeEach
    void openView() throws Exception {
        channel = openDatagram();
        assertThat(channel.socket()).isInstanceOf(MulticastSocket.class);
        socket = (MulticastSocket) channel.socket();
    }

    private static final InetAddress GROUP = address(239, 255, 77, 9);

    private static InetAddress loopbackAddress() throws Exception {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    @Test
    void aNewViewIsOpenAndUnbound() {
        assertThat(socket.isClosed()).isFalse();
        assertThat(socket.isBound()).isFalse();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void timeToLiveIsTheChannelsOption() throws Exception {
        assertThat(socket.getTimeToLive()).isOne();
        socket.setTimeToLive(200);
        assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL)).isEqualTo(200);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 3);
        assertThat(socket.getTimeToLive()).isEqualTo(3);
        assertThrown(IllegalArgumentException.class, () -> socket.setTimeToLive(256));
        assertThrown(IllegalArgumentException.class, () -> socket.setTimeToLive(-1));
    }

    @Test
    void loopbackModeIsTheOppositeOfTheOption() throws Exception {
        assertThat(socket.getLoopbackMode()).isFalse();
        socket.setLoopbackMode(true);
        assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_LOOP)).isFalse();
        assertThat(socket.getLoopbackMode()).isTrue();
    }

    @Test
    void withoutAChoiceTheInterfaceHasIndexZero() throws Exception {
        assertThat(socket.getNetworkInterface().getIndex()).isZero();
        assertThat(socket.getInterface().isAnyLocalAddress()).isTrue();
    }

    @Test
    void theInterfaceIsTheChannelsOption() throws Exception {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(loopbackAddress());
        socket.setNetworkInterface(loopback);
        assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_IF)).isEqualTo(loopback);
        assertThat(socket.getNetworkInterface()).isEqualTo(loopback);
    }

    @Test
    void theInterfaceMayBeToldByItsAddress() throws Exception {
        socket.setInterface(loopbackAddress());
        assertThat(socket.getInterface()).isEqualTo(loopbackAddress());
        assertThat(socket.getNetworkInterface()).isEqualTo(NetworkInterface.getByInetAddress(loopbackAddress()));
        assertThrown(SocketException.class, () -> socket.setInterface(null));
        assertThrown(
                SocketException.class,
                () -> socket.setInterface(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1})));
    }

    @Test
    void onlyGroupsAreJoinedAndOnlyMembersLeave() throws Exception {
        assertThrown(NullPointerException.class, () -> socket.joinGroup(null));
        assertThrown(NullPointerException.class, () -> socket.leaveGroup(null));
        assertThrown(SocketException.class, () -> socket.joinGroup(loopbackAddress()));
        InetAddress group = InetAddress.getByAddress(new byte[] {(byte) 239, (byte) 255, 77, 9});
        assertThrown(SocketException.class, () -> socket.leaveGroup(group));
    }

    /** Joins on an interface, or without one. */
    private static NetworkInterface anyInterface() throws Exception {
        for (NetworkInterface candidate : NetworkInterface.networkInterfaces().toList()) {
            if (candidate.isUp()
                    && candidate.supportsMulticast()
                    && candidate.inetAddresses().anyMatch(Inet4Address.class::isInstance)) {
                return candidate;
            }
        }
        throw new TestAbortedException("no network interface of this system is up and does multicast on IPv4");
    }

    @Test
    void aGroupIsJoinedOnceAndLeftOnce() throws Exception {
        NetworkInterface networkInterface = anyInterface();
        SocketAddress group = new InetSocketAddress(GROUP, 0);
        socket.joinGroup(group, networkInterface);
        assertThrown(SocketException.class, () -> socket.joinGroup(group, networkInterface));
        socket.leaveGroup(group, networkInterface);
        assertThrown(SocketException.class, () -> socket.leaveGroup(group, networkInterface));
        socket.joinGroup(group, networkInterface);
    }

    @Test
    void aGroupIsJoinedOnTheChosenInterface() throws Exception {
        NetworkInterface networkInterface = anyInterface();
        socket.setNetworkInterface(networkInterface);
        socket.joinGroup(GROUP);
        assertThrown(SocketException.class, () -> socket.joinGroup(new InetSocketAddress(GROUP, 0), networkInterface));
        socket.leaveGroup(GROUP);
        socket.joinGroup(new InetSocketAddress(GROUP, 0), networkInterface);
    }

    @Test
    void aGroupIsJoinedOnTheSystemsChoice() throws Exception {
        socket.joinGroup(new InetSocketAddress(GROUP, 0), null);
        assertThrown(SocketException.class, () -> socket.joinGroup(GROUP));
        socket.leaveGroup(GROUP);
        socket.joinGroup(GROUP);
        socket.leaveGroup(new InetSocketAddress(GROUP, 0), null);
        assertThrown(SocketException.class, () -> socket.leaveGroup(GROUP));
    }

    @Test
    void theSystemsChoiceIsNoInterface() throws Exception {
        socket.setNetworkInterface(socket.getNetworkInterface());
        assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_IF)).isNull();
        socket.setNetworkInterface(anyInterface());
        assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_IF)).isEqualTo(anyInterface());
    }

    @Test
    void viewAndChannelAreInTheSameGroups() throws Exception {
        NetworkInterface networkInterface = anyInterface();
        SocketAddress group = new InetSocketAddress(GROUP, 0);
        MembershipKey key = channel.join(GROUP, networkInterface);
        assertThrown(SocketException.class, () -> socket.joinGroup(group, networkInterface));
        socket.leaveGroup(group, networkInterface);
        assertThat(key.isValid()).isFalse();
        socket.joinGroup(group, networkInterface);
        channel.join(GROUP, networkInterface).drop();
        assertThrown(SocketException.class, () -> socket.leaveGroup(group, networkInterface));
        socket.joinGroup(group, networkInterface);
    }

    @Test
    void groupsOfOtherKindsAreRefused() {
        assertThrown(IllegalArgumentException.class, () -> socket.joinGroup(null, null));
        assertThrown(
                IllegalArgumentException.class,
                () -> socket.joinGroup(InetSocketAddress.createUnresolved("group", 0), null));
        assertThrown(IllegalArgumentException.class, () -> socket.leaveGroup(null, null));
    }

    @Test
    void theOldNameOfTheTimeToLiveIsAByte() throws Exception {
        socket.setTTL((byte) 200);
        assertThat(socket.getTTL()).isEqualTo((byte) 200);
        assertThat(socket.getTimeToLive()).isEqualTo(200);
    }

    @Test
    void aSendWithATimeToLiveOfItsOwnLeavesTheOption() throws Exception {
        DatagramChannel receiver = bound();
        socket.setTimeToLive(5);
        DatagramPacket packet = new DatagramPacket(new byte[] {'t', 't', 'l'}, 3, receiver.getLocalAddress());
        if (Runtime.version().feature() < 23) {
            socket.send(packet, (byte) 200);
        } else {
            socket.send(packet);
        }
        assertThat(receive(receiver).text()).isEqualTo("ttl");
        assertThat(socket.getTimeToLive()).isEqualTo(5);
    }

    @Test
    void nothingWorksAfterTheClose() {
        socket.close();
        assertThat(channel.isOpen()).isFalse();
        assertThrown(SocketException.class, () -> socket.getTimeToLive());
        assertThrown(SocketException.class, () -> socket.setTimeToLive(1));
        assertThrown(SocketException.class, () -> socket.getLoopbackMode());
        assertThrown(SocketException.class, () -> socket.setLoopbackMode(true));
        assertThrown(SocketException.class, () -> socket.getNetworkInterface());
        assertThrown(SocketException.class, () -> socket.getInterface());
        assertThrown(SocketException.class, () -> socket.setInterface(loopbackAddress()));
        assertThrown(
                SocketException.class,
                () -> socket.joinGroup(InetAddress.getByAddress(new byte[] {(byte) 239, (byte) 255, 77, 9})));
    }
}
