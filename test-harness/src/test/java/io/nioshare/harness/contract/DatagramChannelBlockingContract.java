package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** UDP channels: threads that wait in them, what ends the waiting, and selection. */
abstract class DatagramChannelBlockingContract extends DatagramContractTest {

    private static Callable<SocketAddress> receiving(DatagramChannel channel) {
        return () -> channel.receive(ByteBuffer.allocate(100));
    }

    private static Callable<Integer> reading(DatagramChannel channel) {
        return () -> channel.read(ByteBuffer.allocateDirect(100));
    }

    private static Callable<Long> scattering(DatagramChannel channel) {
        ByteBuffer[] buffers = {ByteBuffer.allocate(100), ByteBuffer.allocateDirect(100)};
        return () -> channel.read(buffers);
    }

    private void closeEnds(DatagramChannel channel, Callable<?> call) throws Exception {
        Background<?> blocked = background(call).awaitBlocked();
        channel.close();
        assertThat(blocked.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
        assertThat(blocked.endedInterrupted()).isFalse();
        assertThat(channel.isOpen()).isFalse();
    }

    private void interruptEnds(DatagramChannel channel, Callable<?> call) throws Exception {
        Background<?> blocked = background(call).awaitBlocked();
        blocked.thread().interrupt();
        assertThat(blocked.thrown()).isExactlyInstanceOf(ClosedByInterruptException.class);
        assertThat(blocked.endedInterrupted()).isTrue();
        assertThat(channel.isOpen()).isFalse();
    }

    private void interruptBefore(DatagramChannel channel, Callable<?> call) throws Exception {
        Background<?> interrupted = background(() -> {
            Thread.currentThread().interrupt();
            return call.call();
        });
        assertThat(interrupted.thrown()).isExactlyInstanceOf(ClosedByInterruptException.class);
        assertThat(interrupted.endedInterrupted()).isTrue();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aBlockedReceiveGetsTheDatagram() throws Exception {
        DatagramChannel channel = bound();
        Background<SocketAddress> receiver = background(receiving(channel)).awaitBlocked();
        DatagramSocket foreign = foreign();
        foreign.send(packet("x", channel.getLocalAddress()));
        assertThat(receiver.get()).isEqualTo(foreign.getLocalSocketAddress());
    }

    @Test
    void aBlockedReadGetsTheDatagram() throws Exception {
        Couple couple = couple();
        Background<Integer> reader = background(reading(couple.near())).awaitBlocked();
        couple.far().write(bytes("four"));
        assertThat(reader.get()).isEqualTo(4);
        Background<Long> scatterer = background(scattering(couple.near())).awaitBlocked();
        couple.far().write(bytes("seven.."));
        assertThat(scatterer.get()).isEqualTo(7);
    }

    @Test
    void closeEndsAReceive() throws Exception {
        DatagramChannel channel = bound();
        closeEnds(channel, receiving(channel));
    }

    @Test
    void closeEndsAReceiveOfAChannelThatItBound() throws Exception {
        DatagramChannel channel = openDatagram();
        closeEnds(channel, receiving(channel));
    }

    @Test
    void closeEndsARead() throws Exception {
        DatagramChannel channel = couple().near();
        closeEnds(channel, reading(channel));
    }

    @Test
    void closeEndsAScatter() throws Exception {
        DatagramChannel channel = couple().near();
        closeEnds(channel, scattering(channel));
    }

    @Test
    void interruptEndsAReceive() throws Exception {
        DatagramChannel channel = bound();
        interruptEnds(channel, receiving(channel));
    }

    @Test
    void interruptEndsARead() throws Exception {
        DatagramChannel channel = couple().near();
        interruptEnds(channel, reading(channel));
    }

    @Test
    void interruptEndsAScatter() throws Exception {
        DatagramChannel channel = couple().near();
        interruptEnds(channel, scattering(channel));
    }

    @Test
    void interruptBeforeAReceive() throws Exception {
        DatagramChannel channel = bound();
        interruptBefore(channel, receiving(channel));
    }

    @Test
    void interruptBeforeAReceiveThatNeedNotWait() throws Exception {
        Couple couple = couple();
        couple.far().write(bytes("there"));
        awaitDatagram(couple.near());
        interruptBefore(couple.near(), receiving(couple.near()));
    }

    @Test
    void interruptBeforeARead() throws Exception {
        DatagramChannel channel = couple().near();
        interruptBefore(channel, reading(channel));
    }

    @Test
    void interruptBeforeASend() throws Exception {
        DatagramChannel channel = bound();
        SocketAddress target = bound().getLocalAddress();
        interruptBefore(channel, () -> channel.send(bytes("x"), target));
    }

    @Test
    void interruptBeforeAWrite() throws Exception {
        DatagramChannel channel = couple().near();
        interruptBefore(channel, () -> channel.write(bytes("x")));
        DatagramChannel gathering = couple().near();
        interruptBefore(gathering, () -> gathering.write(new ByteBuffer[] {bytes("x"), bytes("y")}));
    }

    @Test
    void anInterruptedThreadMayUseANonBlockingChannel() throws Exception {
        DatagramChannel channel = nonBlocking(couple().near());
        Background<Void> user = background(() -> {
            Thread.currentThread().interrupt();
            assertThat(channel.receive(ByteBuffer.allocate(1))).isNull();
            assertThat(channel.read(ByteBuffer.allocate(1))).isZero();
            assertThat(channel.write(bytes("x"))).isOne();
            assertThat(channel.send(bytes("x"), channel.getRemoteAddress())).isOne();
            return null;
        });
        user.get();
        assertThat(user.endedInterrupted()).isTrue();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void aReceiverInLineBehindAnotherFindsTheChannelClosed() throws Exception {
        DatagramChannel channel = bound();
        Background<?> first = background(receiving(channel)).awaitBlocked();
        Background<?> second = background(receiving(channel));
        second.staysBlocked();
        channel.close();
        assertThat(first.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
        assertThat(second.thrown()).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void closingFreesThePortAtOnce() throws Exception {
        for (int i = 0; i < 10; i++) {
            DatagramChannel channel = bound();
            SocketAddress local = channel.getLocalAddress();
            Background<?> receiver = background(receiving(channel)).awaitBlocked();
            channel.close();
            receiver.thrown();
            openDatagram().bind(local).close();
        }
    }

    @Test
    void closesRaceWithReceives() throws Exception {
        for (int i = 0; i < 60; i++) {
            DatagramChannel channel = bound();
            Background<?> receiver = background(receiving(channel));
            // Not waited for: the close is to come at every point of the receive.
            if (i % 4 != 0) {
                Thread.sleep(0, i * 15_000);
            }
            channel.close();
            assertThat(receiver.thrown()).isInstanceOf(ClosedChannelException.class);
        }
    }

    @Test
    void interruptsRaceWithReceives() throws Exception {
        for (int i = 0; i < 60; i++) {
            DatagramChannel channel = bound();
            Background<?> receiver = background(receiving(channel));
            if (i % 4 != 0) {
                Thread.sleep(0, i * 15_000);
            }
            receiver.thread().interrupt();
            assertThat(receiver.thrown()).isExactlyInstanceOf(ClosedByInterruptException.class);
            assertThat(receiver.endedInterrupted()).isTrue();
        }
    }

    @Test
    void aBlockedReceiveDoesNotHinderSendAndAddress() throws Exception {
        DatagramChannel channel = bound();
        Background<?> receiver = background(receiving(channel)).awaitBlocked();
        DatagramChannel peer = bound();
        background(() -> channel.send(bytes("x"), peer.getLocalAddress())).get();
        assertThat(receive(peer).from()).isEqualTo(channel.getLocalAddress());
        assertThat(background(channel::getLocalAddress).get()).isNotNull();
        assertThat(background(channel::getRemoteAddress).get()).isNull();
        assertThat(background(channel::isConnected).get()).isFalse();
        assertThat(receiver.isDone()).isFalse();
    }

    @Test
    void aConnectWaitsForABlockedReceive() throws Exception {
        DatagramChannel channel = bound();
        DatagramChannel peer = bound();
        Background<?> receiver = background(receiving(channel)).awaitBlocked();
        Background<?> connector = background(() -> channel.connect(peer.getLocalAddress()));
        connector.staysBlocked();
        peer.send(bytes("x"), channel.getLocalAddress());
        receiver.get();
        connector.get();
        assertThat(channel.isConnected()).isTrue();
    }

    @Test
    void aReceiverInLineFindsTheChannelDisconnected() throws Exception {
        DatagramChannel channel = bound();
        background(() -> {
                    assertThrown(NotYetConnectedException.class, () -> channel.read(ByteBuffer.allocate(1)));
                    return null;
                })
                .get();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void twoThreadsReceiveFromOneChannel() throws Exception {
        DatagramChannel channel = bound();
        Background<Received> first = background(() -> receive(channel));
        Background<Received> second = background(() -> receive(channel));
        DatagramChannel sender = bound();
        sender.send(bytes("1"), channel.getLocalAddress());
        sender.send(bytes("2"), channel.getLocalAddress());
        assertThat(first.get().text() + second.get().text()).isIn("12", "21");
    }

    @Test
    void aNewChannelIsWritableAndNotReadable() throws Exception {
        for (DatagramChannel channel : new DatagramChannel[] {openDatagram(), bound(), couple().near()}) {
            Selector selector = openSelector();
            SelectionKey key = nonBlocking(channel).register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            assertThat(selector.select(PATIENCE.toMillis())).isOne();
            assertThat(key.isWritable()).isTrue();
            assertThat(key.isReadable()).isFalse();
        }
    }

    @Test
    void aDatagramMakesTheChannelReadableUntilItIsReceived() throws Exception {
        DatagramChannel channel = nonBlocking(bound());
        Selector selector = openSelector();
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        assertThat(selector.selectNow()).isZero();
        DatagramChannel sender = bound();
        sender.send(bytes("1"), channel.getLocalAddress());
        sender.send(bytes("2"), channel.getLocalAddress());
        for (int i = 0; i < 2; i++) {
            awaitReady(selector, key, SelectionKey.OP_READ);
            selector.selectedKeys().clear();
            assertThat(channel.receive(ByteBuffer.allocate(9))).isNotNull();
        }
        assertThat(selector.selectNow()).isZero();
    }

    @Test
    void aDatagramWakesASelection() throws Exception {
        DatagramChannel channel = nonBlocking(bound());
        Selector selector = openSelector();
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        Background<Integer> selection = background(() -> selector.select()).awaitBlocked();
        foreign().send(packet("x", channel.getLocalAddress()));
        assertThat(selection.get()).isOne();
        assertThat(key.isReadable()).isTrue();
    }

    @Test
    void wrongInterestIsRefused() throws Exception {
        DatagramChannel channel = openDatagram();
        Selector selector = openSelector();
        assertThrown(IllegalBlockingModeException.class, () -> channel.register(selector, SelectionKey.OP_READ));
        nonBlocking(channel);
        assertThrown(IllegalArgumentException.class, () -> channel.register(selector, SelectionKey.OP_ACCEPT));
        assertThrown(IllegalArgumentException.class, () -> channel.register(selector, SelectionKey.OP_CONNECT));
    }

    @Test
    void closeCancelsTheKeyAndEndsNothingElse() throws Exception {
        DatagramChannel channel = nonBlocking(bound());
        DatagramChannel other = nonBlocking(bound());
        Selector selector = openSelector();
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        SelectionKey otherKey = other.register(selector, SelectionKey.OP_READ);
        selector.selectNow();
        channel.close();
        assertThat(key.isValid()).isFalse();
        foreign().send(packet("x", other.getLocalAddress()));
        awaitReady(selector, otherKey, SelectionKey.OP_READ);
        assertThat(selector.keys()).containsExactly(otherKey);
    }
}
