package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a {@link SocketChannel} refuses, in which state, and which refusal comes first. */
abstract class SocketChannelStateContract extends ContractTest {

    private static final ByteBuffer READ_ONLY = ByteBuffer.allocate(1).asReadOnlyBuffer();

    /** An address of a kind that no channel knows. */
    private static final class OtherAddress extends SocketAddress {
        private static final long serialVersionUID = 1;
    }

    private SocketChannel pending() throws IOException {
        SocketChannel channel = openNonBlocking();
        assertThat(channel.connect(unresponsive())).isFalse();
        return channel;
    }

    @Test
    void aNewChannelIsOpenBlockingAndNothingElse() throws IOException {
        SocketChannel channel = open();
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.isBlocking()).isTrue();
        assertThat(channel.isRegistered()).isFalse();
        assertThat(channel.isConnected()).isFalse();
        assertThat(channel.isConnectionPending()).isFalse();
        assertThat(channel.getLocalAddress()).isNull();
        assertThat(channel.getRemoteAddress()).isNull();
    }

    @Test
    void theProviderIsTheInstanceThatOpenedTheChannel() throws IOException {
        Pair pair = connect();
        assertThat(pair.near().provider()).isSameAs(subject.provider());
        assertThat(pair.far().provider()).isSameAs(subject.provider());
        assertThat(openListener().provider()).isSameAs(subject.provider());
        assertThat(openSelector().provider()).isSameAs(subject.provider());
    }

    @Test
    void validOperationsAreConnectReadWrite() throws IOException {
        assertThat(open().validOps()).isEqualTo(SelectionKey.OP_CONNECT | SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    @Test
    void unconnectedChannelsDoNotTransfer() throws IOException {
        for (SocketChannel channel : List.of(open(), openNonBlocking())) {
            ByteBuffer buffer = ByteBuffer.allocate(1);
            ByteBuffer[] buffers = {buffer};
            assertThrown(NotYetConnectedException.class, () -> channel.read(buffer));
            assertThrown(NotYetConnectedException.class, () -> channel.read(buffers));
            assertThrown(NotYetConnectedException.class, () -> channel.read(buffers, 0, 1));
            assertThrown(NotYetConnectedException.class, () -> channel.write(buffer));
            assertThrown(NotYetConnectedException.class, () -> channel.write(buffers));
            assertThrown(NotYetConnectedException.class, () -> channel.write(buffers, 0, 1));
            assertThrown(NotYetConnectedException.class, channel::shutdownInput);
            assertThrown(NotYetConnectedException.class, channel::shutdownOutput);
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void pendingChannelsDoNotTransfer() throws IOException {
        SocketChannel channel = pending();
        assertThrown(NotYetConnectedException.class, () -> channel.read(ByteBuffer.allocate(1)));
        assertThrown(NotYetConnectedException.class, () -> channel.write(ByteBuffer.allocate(1)));
        assertThrown(NotYetConnectedException.class, channel::shutdownInput);
        assertThrown(NotYetConnectedException.class, channel::shutdownOutput);
        assertThat(channel.isConnectionPending()).isTrue();
    }

    @Test
    void aPendingChannelHasNoOtherConnect() throws IOException {
        SocketChannel channel = pending();
        assertThat(channel.isConnected()).isFalse();
        assertThat(channel.isConnectionPending()).isTrue();
        assertThrown(ConnectionPendingException.class, () -> channel.connect(refusing()));
        assertThrown(ConnectionPendingException.class, () -> channel.bind(null));
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.finishConnect()).isFalse();
        assertThat(channel.isConnectionPending()).isTrue();
    }

    @Test
    void closingAPendingChannelEndsThePending() throws IOException {
        SocketChannel channel = pending();
        channel.close();
        assertThat(channel.isConnectionPending()).isFalse();
        assertThrown(ClosedChannelException.class, channel::finishConnect);
    }

    @Test
    void aConnectedChannelHasNoOtherConnectOrBind() throws IOException {
        SocketChannel channel = connect().near();
        assertThrown(AlreadyConnectedException.class, () -> channel.connect(refusing()));
        assertThrown(AlreadyBoundException.class, () -> channel.bind(null));
        assertThrown(AlreadyBoundException.class, () -> channel.bind(new InetSocketAddress(LOOPBACK, 0)));
        assertThat(channel.finishConnect()).isTrue();
        assertThat(channel.isConnected()).isTrue();
        assertThat(channel.isConnectionPending()).isFalse();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void nothingIsPendingBeforeConnect() throws IOException {
        assertThrown(NoConnectionPendingException.class, () -> open().finishConnect());
        SocketChannel channel = openNonBlocking();
        assertThrown(NoConnectionPendingException.class, channel::finishConnect);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void boundChannelsAreNotBoundAgain() throws IOException {
        SocketChannel channel = open();
        assertThat(channel.bind(new InetSocketAddress(LOOPBACK, 0))).isSameAs(channel);
        SocketAddress bound = channel.getLocalAddress();
        assertThrown(AlreadyBoundException.class, () -> channel.bind(null));
        assertThrown(AlreadyBoundException.class, () -> channel.bind(new OtherAddress()));
        assertThat(channel.getLocalAddress()).isEqualTo(bound);
    }

    /** Everything that a closed channel refuses, by name. */
    private Map<String, ThrowingCallable> operations(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1);
        ByteBuffer[] buffers = {buffer};
        InetSocketAddress address = refusing();
        return Map.ofEntries(
                Map.entry("read", () -> channel.read(buffer)),
                Map.entry("read nothing", () -> channel.read(ByteBuffer.allocate(0))),
                Map.entry("scatter", () -> channel.read(buffers)),
                Map.entry("write", () -> channel.write(buffer)),
                Map.entry("write nothing", () -> channel.write(ByteBuffer.allocate(0))),
                Map.entry("gather", () -> channel.write(buffers)),
                Map.entry("bind", () -> channel.bind(null)),
                Map.entry("connect", () -> channel.connect(address)),
                Map.entry("finishConnect", channel::finishConnect),
                Map.entry("shutdownInput", channel::shutdownInput),
                Map.entry("shutdownOutput", channel::shutdownOutput),
                Map.entry("getLocalAddress", channel::getLocalAddress),
                Map.entry("getRemoteAddress", channel::getRemoteAddress),
                Map.entry("getOption", () -> channel.getOption(StandardSocketOptions.TCP_NODELAY)),
                Map.entry("setOption", () -> channel.setOption(StandardSocketOptions.TCP_NODELAY, true)),
                Map.entry("configureBlocking", () -> channel.configureBlocking(false)),
                Map.entry("configureBlocking as it is", () -> channel.configureBlocking(channel.isBlocking())),
                Map.entry("register", () -> channel.register(openSelector(), SelectionKey.OP_READ)));
    }

    private void assertRefusesEverything(SocketChannel channel) throws IOException {
        for (Map.Entry<String, ThrowingCallable> operation : operations(channel).entrySet()) {
            // Not its very class: a blocking connect finds out inside, where a close counts as asynchronous.
            assertThat(catchThrowable(operation.getValue()))
                    .as(operation.getKey())
                    .isInstanceOf(ClosedChannelException.class);
        }
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.isConnected()).isFalse();
        assertThat(channel.isConnectionPending()).isFalse();
        assertThat(channel.supportedOptions()).contains(StandardSocketOptions.TCP_NODELAY);
    }

    @Test
    void aClosedChannelRefusesEverything() throws IOException {
        SocketChannel channel = open();
        channel.close();
        assertRefusesEverything(channel);
    }

    @Test
    void aChannelThatWasConnectedRefusesEverythingAfterClose() throws IOException {
        SocketChannel channel = connect().near();
        channel.close();
        assertRefusesEverything(channel);
    }

    @Test
    void aNonBlockingChannelRefusesEverythingAfterClose() throws IOException {
        SocketChannel channel = nonBlocking(connect().near());
        channel.close();
        assertRefusesEverything(channel);
    }

    @Test
    void closingTwiceIsClosingOnce() throws IOException {
        SocketChannel channel = connect().near();
        channel.close();
        channel.close();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void nullArguments() throws IOException {
        SocketChannel connected = connect().near();
        SocketChannel fresh = open();
        SocketChannel closed = open();
        closed.close();
        for (SocketChannel channel : List.of(connected, fresh, closed)) {
            assertThrown(NullPointerException.class, () -> channel.read((ByteBuffer) null));
            assertThrown(NullPointerException.class, () -> channel.read((ByteBuffer[]) null));
            assertThrown(NullPointerException.class, () -> channel.read(null, 0, 0));
            assertThrown(NullPointerException.class, () -> channel.write((ByteBuffer) null));
            assertThrown(NullPointerException.class, () -> channel.write((ByteBuffer[]) null));
            assertThrown(NullPointerException.class, () -> channel.write(null, 0, 0));
            assertThrown(NullPointerException.class, () -> channel.connect(null));
            assertThrown(NullPointerException.class, () -> channel.getOption(null));
            assertThrown(NullPointerException.class, () -> channel.setOption(null, null));
        }
        assertThat(connected.isConnected()).isTrue();
    }

    @Test
    void nullBuffersInAnArray() throws IOException {
        SocketChannel channel = nonBlocking(connect().near());
        ByteBuffer[] buffers = {null};
        assertThrown(NullPointerException.class, () -> channel.read(buffers));
        assertThrown(NullPointerException.class, () -> channel.write(buffers));
        assertThat(channel.isConnected()).isTrue();
    }

    @Test
    void stateComesBeforeTheContentsOfAnArray() throws IOException {
        ByteBuffer[] buffers = {null};
        SocketChannel channel = open();
        assertThrown(NotYetConnectedException.class, () -> channel.read(buffers));
        assertThrown(NotYetConnectedException.class, () -> channel.write(buffers));
        channel.close();
        assertThrown(ClosedChannelException.class, () -> channel.read(buffers));
        assertThrown(ClosedChannelException.class, () -> channel.write(buffers));
    }

    @Test
    void stateComesBeforeReadOnly() throws IOException {
        SocketChannel channel = open();
        assertThrown(NotYetConnectedException.class, () -> channel.read(READ_ONLY));
        assertThrown(NotYetConnectedException.class, () -> channel.read(new ByteBuffer[] {READ_ONLY}));
        channel.close();
        assertThrown(ClosedChannelException.class, () -> channel.read(READ_ONLY));
        assertThrown(ClosedChannelException.class, () -> channel.read(new ByteBuffer[] {READ_ONLY}));
    }

    @Test
    void readOnlyBuffersAreNotReadInto() throws IOException {
        SocketChannel channel = nonBlocking(connect().near());
        ByteBuffer room = ByteBuffer.allocate(1);
        assertThrown(IllegalArgumentException.class, () -> channel.read(READ_ONLY));
        assertThrown(IllegalArgumentException.class, () -> channel.read(new ByteBuffer[] {room, READ_ONLY}));
        assertThat(channel.isConnected()).isTrue();
    }

    @Test
    void rangesOfArraysComeFirst() throws IOException {
        ByteBuffer[] buffers = {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
        SocketChannel closed = open();
        closed.close();
        for (SocketChannel channel : List.of(connect().near(), open(), closed)) {
            for (int[] range : new int[][] {{-1, 1}, {0, -1}, {0, 3}, {3, 0}, {2, 1}, {1, Integer.MAX_VALUE}}) {
                assertThrown(IndexOutOfBoundsException.class, () -> channel.read(buffers, range[0], range[1]));
                assertThrown(IndexOutOfBoundsException.class, () -> channel.write(buffers, range[0], range[1]));
            }
        }
    }

    @Test
    void theAddressComesBeforeTheStateInConnect() throws IOException {
        SocketChannel closed = open();
        closed.close();
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nobody.invalid", 1);
        for (SocketChannel channel : List.of(open(), connect().near(), closed)) {
            boolean open = channel.isOpen();
            assertThrown(UnresolvedAddressException.class, () -> channel.connect(unresolved));
            assertThrown(UnsupportedAddressTypeException.class, () -> channel.connect(new OtherAddress()));
            assertThat(channel.isOpen()).as("a wrong address closes nothing").isEqualTo(open);
        }
    }

    @Test
    void theStateComesBeforeTheAddressInBind() throws IOException {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nobody.invalid", 1);
        SocketChannel channel = open();
        assertThrown(UnresolvedAddressException.class, () -> channel.bind(unresolved));
        assertThrown(UnsupportedAddressTypeException.class, () -> channel.bind(new OtherAddress()));
        assertThat(channel.getLocalAddress()).isNull();
        channel.close();
        assertThrown(ClosedChannelException.class, () -> channel.bind(unresolved));
        assertThrown(ClosedChannelException.class, () -> channel.bind(new OtherAddress()));
    }

    @Test
    void anIpv4ChannelRefusesIpv6() throws IOException {
        SocketChannel channel = closing(subject.provider().openSocketChannel(StandardProtocolFamily.INET));
        InetSocketAddress ipv6 = new InetSocketAddress(InetAddress.getByName("::1"), 1);
        assertThrown(UnsupportedAddressTypeException.class, () -> channel.connect(ipv6));
        assertThrown(UnsupportedAddressTypeException.class, () -> channel.bind(ipv6));
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void unknownFamilies() {
        assertThrown(NullPointerException.class, () -> subject.provider().openSocketChannel(null));
        assertThrown(NullPointerException.class, () -> subject.provider().openServerSocketChannel(null));
        assertThrown(
                UnsupportedOperationException.class, () -> subject.provider().openSocketChannel(() -> "other"));
        assertThrown(
                UnsupportedOperationException.class, () -> subject.provider().openServerSocketChannel(() -> "other"));
    }

    @Test
    void toStringTellsAPendingConnection() throws IOException {
        SocketChannel channel = openNonBlocking();
        assertThat(channel.connect(unresponsive())).isFalse();
        assertThat(channel.toString()).contains("connection-pending");
    }

    @Test
    void toStringTellsTheState() throws IOException {
        SocketChannel channel = open();
        assertThat(channel.toString()).contains("unconnected");
        assertThat(connect().near().toString()).contains("connected").doesNotContain("unconnected");
        channel.close();
        assertThat(channel.toString()).contains("closed");
    }
}
