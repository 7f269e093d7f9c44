package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What UDP channels ask a security manager for, when, and what becomes of datagrams that are refused. */
abstract class SecurityManagerDatagramContract extends AskingContractTest {

    private static final InetAddress GROUP = address(239, 255, 77, 9);
    private static final String MULTICAST = "multicast 239.255.77.9";

    @Test
    void bindAsksToListen() throws Exception {
        assertBindAsksToListen(openDatagram());
    }

    @Test
    void sendAsksToListenAndForTheTarget() throws Exception {
        DatagramSocket peer = foreign();
        SocketAddress target = peer.getLocalSocketAddress();
        DatagramChannel channel = openDatagram();
        manager.asked();
        channel.send(bytes("hello"), target);
        assertAsked("listen 0", connect(target));
        assertThat(receiveText(peer)).isEqualTo("hello");
        manager.asked();
        channel.send(bytes("again"), target);
        assertAsked(connect(target));
    }

    @Test
    void aRefusedSendSendsNothing() throws Exception {
        DatagramSocket peer = foreign();
        SocketAddress target = peer.getLocalSocketAddress();
        DatagramChannel channel = openDatagram();
        ByteBuffer refused = bytes("refused");
        assertRefused(connect(target), () -> channel.send(refused, target));
        assertThat(refused.position()).isZero();
        assertThat(channel.getLocalAddress()).isNotNull();
        channel.send(bytes("permitted"), target);
        assertThat(receiveText(peer)).isEqualTo("permitted");
    }

    @Test
    void aSendThatMayNotBindIsRefused() throws Exception {
        SocketAddress target = foreign().getLocalSocketAddress();
        DatagramChannel channel = openDatagram();
        assertRefused("listen 0", () -> channel.send(bytes("refused"), target));
        assertThat(channel.getLocalAddress()).isNull();
    }

    @Test
    void sendAsksBeforeItLooksAtThePort() throws Exception {
        DatagramChannel channel = bound();
        SocketAddress nowhere = new InetSocketAddress(LOOPBACK, 0);
        assertRefused("connect 127.0.0.1 0", () -> channel.send(bytes("refused"), nowhere));
        assertThrown(SocketException.class, () -> channel.send(bytes("permitted"), nowhere));
    }

    @Test
    void sendToAGroupAsksForTheGroup() throws Exception {
        DatagramChannel channel = bound();
        assertRefused(MULTICAST, () -> channel.send(bytes("refused"), new InetSocketAddress(GROUP, 7)));
        assertRefused(MULTICAST, () -> channel.socket().send(packet("refused", new InetSocketAddress(GROUP, 7))));
    }

    @Test
    void connectAsksForSendingAndReceiving() throws Exception {
        SocketAddress peer = foreign().getLocalSocketAddress();
        DatagramChannel channel = openDatagram();
        manager.asked();
        assertRefused(connect(peer), () -> channel.connect(peer));
        assertRefused(accept(peer), () -> channel.connect(peer));
        assertThat(channel.getLocalAddress()).isNull();
        assertThat(channel.isConnected()).isFalse();
        manager.asked();
        channel.connect(peer);
        assertAsked(connect(peer), accept(peer), "listen 0");
        channel.close();
        assertRefused(accept(peer), () -> channel.connect(peer));
    }

    @Test
    void connectToAGroupAsksForTheGroup() throws Exception {
        DatagramChannel channel = openDatagram();
        assertRefused(MULTICAST, () -> channel.connect(new InetSocketAddress(GROUP, 7)));
        assertThat(channel.isConnected()).isFalse();
    }

    @Test
    void aConnectedChannelAsksNothing() throws Exception {
        Couple couple = couple();
        SocketAddress peer = couple.near().getRemoteAddress();
        SocketAddress other = nobody();
        manager.refuse("");
        couple.near().write(bytes("hello"));
        couple.near().send(bytes("again"), peer);
        ByteBuffer five = ByteBuffer.allocate(5);
        couple.far().read(five);
        couple.far().receive(five.clear());
        assertThat(text(five.flip())).isEqualTo("again");
        assertThrown(AlreadyConnectedException.class, () -> couple.near().send(bytes("x"), other));
        assertAsked();
    }

    @Test
    void receiveAsksToListenAndForTheSender() throws Exception {
        DatagramSocket sender = foreign();
        SocketAddress name = sender.getLocalSocketAddress();
        DatagramChannel channel = nonBlocking(openDatagram());
        manager.asked();
        assertThat(channel.receive(ByteBuffer.allocate(9))).isNull();
        assertAsked("listen 0");
        SocketAddress here = new InetSocketAddress(LOOPBACK, port(channel.getLocalAddress()));
        sender.send(packet("hello", here));
        await(channel, SelectionKey.OP_READ);
        manager.asked();
        assertThat(channel.receive(ByteBuffer.allocate(9))).isEqualTo(name);
        assertAsked(accept(name));
    }

    @Test
    void aRefusedDatagramIsDroppedUnseen() throws Exception {
        DatagramSocket stranger = foreign();
        SocketAddress name = stranger.getLocalSocketAddress();
        DatagramChannel channel = nonBlocking(bound());
        stranger.send(packet("secret", channel.getLocalAddress()));
        await(channel, SelectionKey.OP_READ);
        ByteBuffer buffer = ByteBuffer.allocate(20);
        manager.refuse("accept");
        assertThat(channel.receive(buffer)).isNull();
        assertAsked(accept(name));
        assertThat(buffer.position()).isZero();
        assertThat(buffer.array()).containsOnly(0);
        manager.refuseNothing();
        assertThat(channel.receive(buffer)).isNull();
    }

    @Test
    void aBlockingReceiveGoesOnAfterARefusedDatagram() throws Exception {
        DatagramSocket stranger = foreign();
        DatagramSocket friend = foreign();
        DatagramChannel channel = bound();
        stranger.send(packet("a long secret", channel.getLocalAddress()));
        friend.send(packet("hello", channel.getLocalAddress()));
        ByteBuffer buffer = ByteBuffer.allocate(20).position(2);
        manager.refuse(accept(stranger.getLocalSocketAddress()));
        assertThat(channel.receive(buffer)).isEqualTo(friend.getLocalSocketAddress());
        assertThat(text(buffer.flip().position(2))).isEqualTo("hello");
        assertThat(buffer.array()).endsWith(new byte[13]);
    }

    @Test
    void whatDoesNotFitIsCutForAPermittedSenderToo() throws Exception {
        DatagramSocket sender = foreign();
        DatagramChannel channel = bound();
        sender.send(packet("a long one", channel.getLocalAddress()));
        sender.send(packet("none of it", channel.getLocalAddress()));
        sender.send(packet("last", channel.getLocalAddress()));
        ByteBuffer six = ByteBuffer.allocateDirect(6);
        channel.receive(six);
        assertThat(text(six.flip())).isEqualTo("a long");
        assertThat(channel.receive(ByteBuffer.allocate(0))).isEqualTo(sender.getLocalSocketAddress());
        channel.receive(six.clear());
        assertThat(text(six.flip())).isEqualTo("last");
    }

    @Test
    void aViewsReceiveDropsRefusedDatagramsToo() throws Exception {
        DatagramSocket stranger = foreign();
        DatagramSocket friend = foreign();
        DatagramSocket view = bound().socket();
        stranger.send(packet("a long secret", view.getLocalSocketAddress()));
        friend.send(packet("hello", view.getLocalSocketAddress()));
        view.setSoTimeout((int) PATIENCE.toMillis());
        DatagramPacket packet = new DatagramPacket(new byte[20], 20);
        manager.refuse(accept(stranger.getLocalSocketAddress()));
        view.receive(packet);
        assertThat(packet.getSocketAddress()).isEqualTo(friend.getLocalSocketAddress());
        assertThat(packet.getLength()).isEqualTo(5);
        assertThat(packet.getData()).startsWith('h', 'e', 'l', 'l', 'o').endsWith(new byte[15]);
    }

    @Test
    void aLocalAddressThatMayNotBeKnownIsHidden() throws Exception {
        DatagramChannel channel = openDatagram(StandardProtocolFamily.INET).bind(new InetSocketAddress(LOOPBACK, 0));
        DatagramChannel everywhere = openDatagram(StandardProtocolFamily.INET).bind(null);
        int port = port(everywhere.getLocalAddress());
        DatagramSocket view = channel.socket();
        manager.refuse("connect");
        assertThat(everywhere.getLocalAddress()).isEqualTo(hidden(port));
        assertAsked("connect 0.0.0.0 -1");
        assertThat(view.getLocalAddress().isAnyLocalAddress()).isTrue();
        assertThat(view.getLocalSocketAddress()).isEqualTo(new InetSocketAddress(view.getLocalPort()));
        assertAsked("connect 127.0.0.1 -1", "connect 127.0.0.1 -1");
        assertThat(everywhere.socket().getLocalSocketAddress()).isEqualTo(new InetSocketAddress(port));
        assertAsked();
    }

    private static NetworkInterface multicastInterface() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(SecurityManagerDatagramContract::doesMulticast)
                .findFirst()
                .orElseThrow(() -> new TestAbortedException("no network interface of this system does multicast"));
    }

    private static boolean doesMulticast(NetworkInterface candidate) {
        try {
            return candidate.isUp()
                    && candidate.supportsMulticast()
                    && !candidate.isLoopback()
                    && candidate.inetAddresses().anyMatch(java.net.Inet4Address.class::isInstance);
        } catch (SocketException e) {
            return false;
        }
    }

    @Test
    void joinAsksForTheGroup() throws Exception {
        NetworkInterface networkInterface = multicastInterface();
        DatagramChannel channel = openDatagram(StandardProtocolFamily.INET);
        assertRefused(MULTICAST, () -> channel.join(GROUP, networkInterface));
        manager.refuse("connect");
        channel.join(GROUP, networkInterface);
        assertThat(manager.asked()).contains(MULTICAST);
        channel.close();
        assertRefused(MULTICAST, () -> channel.join(GROUP, networkInterface));
        assertThrown(IllegalArgumentException.class, () -> channel.join(LOOPBACK, networkInterface));
        assertAsked();
    }

    @Test
    void aViewsJoinAndLeaveAskForTheGroup() throws Exception {
        NetworkInterface networkInterface = multicastInterface();
        SocketAddress group = new InetSocketAddress(GROUP, 0);
        MulticastSocket view = (MulticastSocket)
                openDatagram(StandardProtocolFamily.INET).bind(null).socket();
        assertRefused(MULTICAST, () -> view.leaveGroup(group, networkInterface));
        view.joinGroup(group, networkInterface);
        assertRefused(MULTICAST, () -> view.joinGroup(group, networkInterface));
        assertThrown(SocketException.class, () -> view.joinGroup(group, networkInterface));
        assertRefused(MULTICAST, () -> view.leaveGroup(group, networkInterface));
        view.leaveGroup(group, networkInterface);
    }
}
