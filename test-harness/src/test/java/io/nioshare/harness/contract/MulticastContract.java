package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.opentest4j.TestAbortedException;

/** Multicast groups: membership, its key, and what becomes of datagrams to a group. */
abstract class MulticastContract extends DatagramContractTest {

    private static final InetAddress GROUP = address(239, 255, 77, 7);
    private static final InetAddress OTHER_GROUP = address(239, 255, 77, 8);
    private static final InetAddress SOURCE = address(192, 0, 2, 77);

    private NetworkInterface networkInterface;
    private InetAddress ownAddress;
    private DatagramChannel channel;

    @BeforeEach
    void findInterface() throws IOException {
        for (NetworkInterface candidate : NetworkInterface.networkInterfaces().toList()) {
            if (candidate.isUp() && candidate.supportsMulticast() && !candidate.isLoopback()) {
                candidate
                        .inetAddresses()
                        .filter(Inet4Address.class::isInstance)
                        .findFirst()
                        .ifPresent(address -> {
                            networkInterface = candidate;
                            ownAddress = address;
                        });
            }
        }
        if (networkInterface == null) {
            throw new TestAbortedException("no network interface of this system is up and does multicast on IPv4");
        }
        channel = openDatagram(StandardProtocolFamily.INET).bind(null);
    }

    private DatagramChannel sender() throws IOException {
        return openDatagram(StandardProtocolFamily.INET)
                .setOption(StandardSocketOptions.IP_MULTICAST_IF, networkInterface)
                .bind(new InetSocketAddress(ownAddress, 0));
    }

    /** The channel's port, as part of a group's address. */
    private InetSocketAddress of(InetAddress group) throws IOException {
        return new InetSocketAddress(group, inet(channel.getLocalAddress()).getPort());
    }

    /** Datagrams of one sender arrive in order: so what was sent before the fence doesn't come any more. */
    private void assertReceivesNothingBut(DatagramChannel sender, String... expected) throws Exception {
        sender.send(bytes("fence"), of(ownAddress));
        for (String text : expected) {
            assertThat(receive(channel).text()).isEqualTo(text);
        }
        assertThat(receive(channel).text()).isEqualTo("fence");
    }

    /** Windows wants the options of the address's family from then on. */
    @Test
    void aBoundSocketOfBothFamiliesTakesTheOptions() throws Exception {
        for (String address : new String[] {"127.0.0.1", "::1", "::"}) {
            DatagramChannel bound = openDatagram(StandardProtocolFamily.INET6)
                    .bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            for (boolean loop : new boolean[] {false, true}) {
                bound.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, loop);
                assertThat(bound.getOption(StandardSocketOptions.IP_MULTICAST_LOOP))
                        .as(address)
                        .isEqualTo(loop);
            }
            bound.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 7);
            assertThat(bound.getOption(StandardSocketOptions.IP_MULTICAST_TTL))
                    .as(address)
                    .isEqualTo(7);
            bound.setOption(StandardSocketOptions.IP_MULTICAST_IF, networkInterface);
            assertThat(bound.getOption(StandardSocketOptions.IP_MULTICAST_IF))
                    .as(address)
                    .isEqualTo(networkInterface);
        }
    }

    @Test
    void aKeyTellsWhatWasJoined() throws Exception {
        MembershipKey key = channel.join(GROUP, networkInterface);
        assertThat(key.isValid()).isTrue();
        assertThat(key.channel()).isSameAs(channel);
        assertThat(key.group()).isEqualTo(GROUP);
        assertThat(key.networkInterface()).isEqualTo(networkInterface);
        assertThat(key.sourceAddress()).isNull();
    }

    @Test
    void joiningAgainGivesTheSameKey() throws Exception {
        MembershipKey key = channel.join(GROUP, networkInterface);
        assertThat(channel.join(GROUP, networkInterface)).isSameAs(key);
        assertThat(channel.join(InetAddress.getByAddress("named", GROUP.getAddress()), networkInterface))
                .isSameAs(key);
        assertThat(channel.join(OTHER_GROUP, networkInterface)).isNotSameAs(key);
    }

    @Test
    void aGroupIsJoinedOnEachInterfaceByItself() throws Exception {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(LOOPBACK);
        MembershipKey key = channel.join(GROUP, networkInterface);
        MembershipKey other = channel.join(GROUP, loopback);
        assertThat(other).isNotSameAs(key);
        assertThat(other.networkInterface()).isEqualTo(loopback);
        other.drop();
        assertThat(key.isValid()).isTrue();
        assertThat(channel.join(GROUP, networkInterface)).isSameAs(key);
    }

    @Test
    void aKeyNamesGroupAndInterface() throws Exception {
        MembershipKey key = channel.join(GROUP, networkInterface);
        assertThat(key.toString()).contains(GROUP.getHostAddress()).contains(networkInterface.getName());
    }

    @Test
    void aDroppedKeyIsInvalidAndTheGroupCanBeJoinedAgain() throws Exception {
        MembershipKey key = channel.join(GROUP, networkInterface);
        MembershipKey other = channel.join(OTHER_GROUP, networkInterface);
        key.drop();
        key.drop();
        assertThat(key.isValid()).isFalse();
        assertThat(other.isValid()).isTrue();
        assertThat(key.group()).isEqualTo(GROUP);
        assertThat(key.channel()).isSameAs(channel);
        MembershipKey again = channel.join(GROUP, networkInterface);
        assertThat(again).isNotSameAs(key);
        assertThat(again.isValid()).isTrue();
        assertThat(key.isValid()).isFalse();
        key.drop();
        assertThat(again.isValid()).isTrue();
    }

    @Test
    void membersReceiveWhatIsSentToTheGroup() throws Exception {
        DatagramChannel sender = sender();
        channel.join(GROUP, networkInterface);
        sender.send(bytes("to all"), of(GROUP));
        assertThat(receive(channel)).isEqualTo(new Received("to all", sender.getLocalAddress()));
    }

    @Test
    void membersOfTwoGroupsReceiveBoth() throws Exception {
        DatagramChannel sender = sender();
        channel.join(GROUP, networkInterface);
        MembershipKey second = channel.join(OTHER_GROUP, networkInterface);
        sender.send(bytes("one"), of(GROUP));
        sender.send(bytes("two"), of(OTHER_GROUP));
        assertReceivesNothingBut(sender, "one", "two");
        second.drop();
        sender.send(bytes("one again"), of(GROUP));
        sender.send(bytes("two again"), of(OTHER_GROUP));
        assertReceivesNothingBut(sender, "one again");
    }

    @Test
    void whoDroppedReceivesNothing() throws Exception {
        DatagramChannel sender = sender();
        MembershipKey key = channel.join(GROUP, networkInterface);
        key.drop();
        sender.send(bytes("to others"), of(GROUP));
        assertReceivesNothingBut(sender);
        channel.join(GROUP, networkInterface);
        sender.send(bytes("to all"), of(GROUP));
        assertReceivesNothingBut(sender, "to all");
    }

    @Test
    void membershipSurvivesADisconnect() throws Exception {
        DatagramChannel sender = sender();
        MembershipKey key = channel.join(GROUP, networkInterface);
        channel.connect(
                new InetSocketAddress(ownAddress, inet(sender.getLocalAddress()).getPort()));
        channel.disconnect();
        assertThat(key.isValid()).isTrue();
        assertThat(channel.join(GROUP, networkInterface)).isSameAs(key);
        sender.send(bytes("to all"), of(GROUP));
        assertReceivesNothingBut(sender, "to all");
    }

    @Test
    void wrongGroupsAreRefused() throws Exception {
        assertThatNullPointerException().isThrownBy(() -> channel.join(null, networkInterface));
        assertThatNullPointerException().isThrownBy(() -> channel.join(GROUP, null));
        assertThatNullPointerException().isThrownBy(() -> channel.join(GROUP, networkInterface, null));
        assertThrown(IllegalArgumentException.class, () -> channel.join(LOOPBACK, networkInterface));
        assertThrown(IllegalArgumentException.class, () -> channel.join(LOOPBACK, networkInterface, SOURCE));
        InetAddress ipv6Group = InetAddress.getByName("ff15::77");
        assertThrown(IllegalArgumentException.class, () -> channel.join(ipv6Group, networkInterface));
    }

    @Test
    void wrongSourcesAreRefused() throws Exception {
        for (InetAddress wrong : new InetAddress[] {address(0, 0, 0, 0), OTHER_GROUP, InetAddress.getByName("::1")}) {
            assertThrown(IllegalArgumentException.class, () -> channel.join(GROUP, networkInterface, wrong));
        }
    }

    @Test
    void aGroupIsJoinedForAllOrForSome() throws Exception {
        channel.join(GROUP, networkInterface);
        assertThrown(IllegalStateException.class, () -> channel.join(GROUP, networkInterface, SOURCE));
    }

    @Test
    void closeEndsMemberships() throws Exception {
        MembershipKey key = channel.join(GROUP, networkInterface);
        channel.close();
        assertThat(key.isValid()).isFalse();
        key.drop();
        assertThat(key.channel()).isSameAs(channel);
        assertThat(key.group()).isEqualTo(GROUP);
        assertThrown(IllegalStateException.class, () -> key.block(SOURCE));
        assertThrown(IllegalStateException.class, () -> key.unblock(SOURCE));
        assertThrown(ClosedChannelException.class, () -> channel.join(GROUP, networkInterface));
        assertThrown(ClosedChannelException.class, () -> channel.join(GROUP, networkInterface, SOURCE));
        assertThrown(IllegalArgumentException.class, () -> channel.join(LOOPBACK, networkInterface));
    }

    @Test
    void aClosedChannelLeavesTheGroupToOthers() throws Exception {
        DatagramChannel sender = sender();
        DatagramChannel gone = openDatagram(StandardProtocolFamily.INET).bind(null);
        gone.join(GROUP, networkInterface);
        MembershipKey key = channel.join(GROUP, networkInterface);
        gone.close();
        assertThat(key.isValid()).isTrue();
        sender.send(bytes("to all"), of(GROUP));
        assertReceivesNothingBut(sender, "to all");
    }

    @Test
    void blockedSourcesAreNotHeard() throws Exception {
        DatagramChannel sender = sender();
        MembershipKey key = channel.join(GROUP, networkInterface);
        assertThat(key.block(ownAddress)).isSameAs(key);
        assertThat(key.block(ownAddress)).isSameAs(key);
        sender.send(bytes("blocked"), of(GROUP));
        assertReceivesNothingBut(sender);
        assertThat(key.unblock(ownAddress)).isSameAs(key);
        sender.send(bytes("to all"), of(GROUP));
        assertReceivesNothingBut(sender, "to all");
        assertThrown(IllegalStateException.class, () -> key.unblock(ownAddress));
    }

    @Test
    void wrongSourcesAreNotBlocked() throws Exception {
        MembershipKey key = channel.join(GROUP, networkInterface);
        assertThatNullPointerException().isThrownBy(() -> key.block(null));
        for (InetAddress wrong : new InetAddress[] {address(0, 0, 0, 0), OTHER_GROUP, InetAddress.getByName("::1")}) {
            assertThrown(IllegalArgumentException.class, () -> key.block(wrong));
        }
        assertThrown(IllegalStateException.class, () -> key.unblock(SOURCE));
        assertThrown(IllegalStateException.class, () -> key.unblock(null));
        key.drop();
        assertThrown(IllegalStateException.class, () -> key.block(SOURCE));
        assertThrown(IllegalStateException.class, () -> key.unblock(SOURCE));
    }

    @Test
    void oneSourceOfAGroup() throws Exception {
        DatagramChannel sender = sender();
        MembershipKey own = channel.join(GROUP, networkInterface, ownAddress);
        assertThat(own.sourceAddress()).isEqualTo(ownAddress);
        assertThat(channel.join(GROUP, networkInterface, ownAddress)).isSameAs(own);
        assertThat(channel.join(GROUP, networkInterface, SOURCE)).isNotSameAs(own);
        assertThrown(IllegalStateException.class, () -> channel.join(GROUP, networkInterface));
        assertThrown(IllegalStateException.class, () -> own.block(SOURCE));
        assertThrown(IllegalStateException.class, () -> own.unblock(SOURCE));
        sender.send(bytes("heard"), of(GROUP));
        assertReceivesNothingBut(sender, "heard");
        own.drop();
        sender.send(bytes("of another source"), of(GROUP));
        assertReceivesNothingBut(sender);
    }

    @Test
    void anIpv6Group() throws Exception {
        InetAddress group = InetAddress.getByName("ff12::77");
        DatagramChannel receiver =
                openDatagram(StandardProtocolFamily.INET6).bind(new InetSocketAddress(InetAddress.getByName("::"), 0));
        MembershipKey key = receiver.join(group, networkInterface);
        assertThat(key.group()).isInstanceOf(Inet6Address.class);
        assertThat(receiver.join(group, networkInterface)).isSameAs(key);
        DatagramChannel sender = openDatagram(StandardProtocolFamily.INET6);
        sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, networkInterface);
        sender.send(
                bytes("six"),
                new InetSocketAddress(group, inet(receiver.getLocalAddress()).getPort()));
        assertThat(receive(receiver).text()).isEqualTo("six");
        key.drop();
        assertThat(key.isValid()).isFalse();
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void whatGoesOutByAnInterfaceHasItsAddress() throws Exception {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(LOOPBACK);
        channel.join(GROUP, loopback);
        DatagramChannel sender = openDatagram(StandardProtocolFamily.INET);
        sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
        sender.send(bytes("by loopback"), of(GROUP));
        Received received = receive(channel);
        assertThat(received.text()).isEqualTo("by loopback");
        assertThat(loopback.inetAddresses()).contains(inet(received.from()).getAddress());
    }

    @Test
    void theInterfaceToSendFrom() throws Exception {
        for (DatagramChannel any : new DatagramChannel[] {openDatagram(), openDatagram(StandardProtocolFamily.INET)}) {
            assertThat(any.getOption(StandardSocketOptions.IP_MULTICAST_IF)).isNull();
            any.setOption(StandardSocketOptions.IP_MULTICAST_IF, networkInterface);
            assertThat(any.getOption(StandardSocketOptions.IP_MULTICAST_IF)).isEqualTo(networkInterface);
            assertThrown(
                    IllegalArgumentException.class, () -> any.setOption(StandardSocketOptions.IP_MULTICAST_IF, null));
        }
    }

    @Test
    void howFarToSend() throws Exception {
        for (DatagramChannel any : new DatagramChannel[] {openDatagram(), openDatagram(StandardProtocolFamily.INET)}) {
            assertThat(any.getOption(StandardSocketOptions.IP_MULTICAST_TTL)).isOne();
            for (int ttl : new int[] {0, 7, 255}) {
                assertThat(any.setOption(StandardSocketOptions.IP_MULTICAST_TTL, ttl))
                        .isSameAs(any);
                assertThat(any.getOption(StandardSocketOptions.IP_MULTICAST_TTL))
                        .isEqualTo(ttl);
            }
            for (int wrong : new int[] {-1, 256}) {
                assertThrown(
                        IllegalArgumentException.class,
                        () -> any.setOption(StandardSocketOptions.IP_MULTICAST_TTL, wrong));
            }
        }
    }

    @Test
    void whetherToHearOneself() throws Exception {
        for (DatagramChannel any : new DatagramChannel[] {openDatagram(), openDatagram(StandardProtocolFamily.INET)}) {
            assertThat(any.getOption(StandardSocketOptions.IP_MULTICAST_LOOP)).isTrue();
            any.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
            assertThat(any.getOption(StandardSocketOptions.IP_MULTICAST_LOOP)).isFalse();
            any.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
            assertThat(any.getOption(StandardSocketOptions.IP_MULTICAST_LOOP)).isTrue();
        }
    }

    @Test
    void nonBlockingMembersReceive() throws Exception {
        DatagramChannel sender = sender();
        nonBlocking(channel).join(GROUP, networkInterface);
        assertThat(channel.receive(ByteBuffer.allocate(1))).isNull();
        sender.send(bytes("to all"), of(GROUP));
        assertReceivesNothingBut(sender, "to all");
    }
}
