package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of a thread that waits in a channel when another one closes the channel or interrupts the thread. */
@Tag("slow")
abstract class AsynchronousCloseContract extends ContractTest {

    private static Callable<Integer> reading(SocketChannel channel) {
        return () -> channel.read(ByteBuffer.allocate(100));
    }

    private static Callable<Long> scattering(SocketChannel channel) {
        ByteBuffer[] buffers = {ByteBuffer.allocateDirect(100), ByteBuffer.allocate(100)};
        return () -> channel.read(buffers);
    }

    /** A channel that takes nothing more, in blocking mode. */
    private SocketChannel full() throws IOException {
        SocketChannel channel = nonBlocking(connectSmall().near());
        fill(channel);
        channel.configureBlocking(true);
        return channel;
    }

    private static Callable<Integer> writing(SocketChannel channel) {
        return () -> channel.write(ByteBuffer.allocate(1 << 20));
    }

    private static Callable<Long> gathering(SocketChannel channel) {
        ByteBuffer[] buffers = {ByteBuffer.allocateDirect(1 << 20), ByteBuffer.allocate(1 << 20)};
        return () -> channel.write(buffers);
    }

    /** A channel whose connection is pending, in blocking mode. */
    private SocketChannel pending() throws IOException {
        SocketChannel channel = openNonBlocking();
        assertThat(channel.connect(unresponsive())).isFalse();
        channel.configureBlocking(true);
        return channel;
    }

    private void closeEnds(Channel channel, Callable<?> call) throws Exception {
        Background<?> blocked = background(call).awaitBlocked();
        long start = System.nanoTime();
        channel.close();
        assertThat(blocked.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
        assertThat(System.nanoTime() - start).as("prompt").isLessThan(2_000_000_000L);
        assertThat(blocked.endedInterrupted()).isFalse();
        assertThat(channel.isOpen()).isFalse();
    }

    private void interruptEnds(Channel channel, Callable<?> call) throws Exception {
        Background<?> blocked = background(call).awaitBlocked();
        long start = System.nanoTime();
        blocked.thread().interrupt();
        assertThat(blocked.thrown()).isExactlyInstanceOf(ClosedByInterruptException.class);
        assertThat(System.nanoTime() - start).as("prompt").isLessThan(2_000_000_000L);
        assertThat(blocked.endedInterrupted()).as("status kept").isTrue();
        assertThat(channel.isOpen()).isFalse();
    }

    private void interruptBefore(Channel channel, Callable<?> call) throws Exception {
        Background<?> interrupted = background(() -> {
            Thread.currentThread().interrupt();
            return call.call();
        });
        assertThat(interrupted.thrown()).isExactlyInstanceOf(ClosedByInterruptException.class);
        assertThat(interrupted.endedInterrupted()).as("status kept").isTrue();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closeEndsARead() throws Exception {
        SocketChannel channel = connect().near();
        closeEnds(channel, reading(channel));
    }

    @Test
    void closeEndsAScatter() throws Exception {
        SocketChannel channel = connect().near();
        closeEnds(channel, scattering(channel));
    }

    @Test
    void closeEndsAWrite() throws Exception {
        SocketChannel channel = full();
        closeEnds(channel, writing(channel));
    }

    @Test
    void closeEndsAGather() throws Exception {
        SocketChannel channel = full();
        closeEnds(channel, gathering(channel));
    }

    @Test
    void closeEndsAnAccept() throws Exception {
        ServerSocketChannel channel = listen();
        closeEnds(channel, channel::accept);
    }

    @Test
    void closeEndsAConnect() throws Exception {
        InetSocketAddress silent = unresponsive();
        SocketChannel channel = open();
        closeEnds(channel, () -> channel.connect(silent));
    }

    @Test
    void closeEndsAFinishConnect() throws Exception {
        SocketChannel channel = pending();
        closeEnds(channel, channel::finishConnect);
    }

    @Test
    void interruptEndsARead() throws Exception {
        SocketChannel channel = connect().near();
        interruptEnds(channel, reading(channel));
    }

    @Test
    void interruptEndsAScatter() throws Exception {
        SocketChannel channel = connect().near();
        interruptEnds(channel, scattering(channel));
    }

    @Test
    void interruptEndsAWrite() throws Exception {
        SocketChannel channel = full();
        interruptEnds(channel, writing(channel));
    }

    @Test
    void interruptEndsAGather() throws Exception {
        SocketChannel channel = full();
        interruptEnds(channel, gathering(channel));
    }

    @Test
    void interruptEndsAnAccept() throws Exception {
        ServerSocketChannel channel = listen();
        interruptEnds(channel, channel::accept);
    }

    @Test
    void interruptEndsAConnect() throws Exception {
        InetSocketAddress silent = unresponsive();
        SocketChannel channel = open();
        interruptEnds(channel, () -> channel.connect(silent));
    }

    @Test
    void interruptEndsAFinishConnect() throws Exception {
        SocketChannel channel = pending();
        interruptEnds(channel, channel::finishConnect);
    }

    @Test
    void interruptBeforeARead() throws Exception {
        SocketChannel channel = connect().near();
        interruptBefore(channel, reading(channel));
    }

    @Test
    void interruptBeforeAReadThatNeedNotWait() throws Exception {
        Pair pair = connect();
        pair.far().write(bytes("there"));
        await(nonBlocking(pair.near()), SelectionKey.OP_READ);
        pair.near().configureBlocking(true);
        interruptBefore(pair.near(), reading(pair.near()));
    }

    @Test
    void interruptBeforeAWrite() throws Exception {
        SocketChannel channel = connect().near();
        interruptBefore(channel, writing(channel));
    }

    @Test
    void interruptBeforeAGather() throws Exception {
        SocketChannel channel = connect().near();
        interruptBefore(channel, gathering(channel));
    }

    @Test
    void interruptBeforeAnAccept() throws Exception {
        ServerSocketChannel channel = listen();
        interruptBefore(channel, channel::accept);
    }

    @Test
    void interruptBeforeAConnect() throws Exception {
        ServerSocketChannel listener = listen();
        SocketChannel channel = open();
        interruptBefore(channel, () -> channel.connect(listener.getLocalAddress()));
    }

    @Test
    void interruptBeforeAFinishConnect() throws Exception {
        SocketChannel channel = pending();
        interruptBefore(channel, channel::finishConnect);
    }

    @Test
    void anInterruptedThreadMayUseNonBlockingChannels() throws Exception {
        ServerSocketChannel listener = nonBlocking(listen());
        Pair pair = connect();
        nonBlocking(pair.near());
        Background<Void> user = background(() -> {
            Thread.currentThread().interrupt();
            assertThat(pair.near().read(ByteBuffer.allocate(1))).isZero();
            assertThat(pair.near().write(bytes("x"))).isEqualTo(1);
            assertThat(listener.accept()).isNull();
            SocketChannel channel = openNonBlocking();
            channel.connect(listener.getLocalAddress());
            channel.close();
            return null;
        });
        user.get();
        assertThat(user.endedInterrupted()).isTrue();
        assertThat(pair.near().isOpen()).isTrue();
        assertThat(listener.isOpen()).isTrue();
    }

    @Test
    void anInterruptedThreadIsToldOfTheStateFirst() throws Exception {
        SocketChannel unconnected = open();
        SocketChannel closed = open();
        closed.close();
        background(() -> {
                    Thread.currentThread().interrupt();
                    assertThrown(NotYetConnectedException.class, () -> unconnected.read(ByteBuffer.allocate(1)));
                    assertThrown(NotYetConnectedException.class, () -> unconnected.write(ByteBuffer.allocate(1)));
                    assertThat(catchThrowable(() -> closed.read(ByteBuffer.allocate(1))))
                            .isExactlyInstanceOf(ClosedChannelException.class);
                    return null;
                })
                .get();
        assertThat(unconnected.isOpen()).isTrue();
    }

    @Test
    void closeEndsAReadAndAWriteAtOnce() throws Exception {
        SocketChannel channel = full();
        Background<?> reader = background(reading(channel)).awaitBlocked();
        Background<?> writer = background(writing(channel)).awaitBlocked();
        channel.close();
        assertThat(reader.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
        assertThat(writer.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
    }

    @Test
    void anInterruptedReaderClosesTheChannelForTheWriter() throws Exception {
        SocketChannel channel = full();
        Background<?> reader = background(reading(channel)).awaitBlocked();
        Background<?> writer = background(writing(channel)).awaitBlocked();
        reader.thread().interrupt();
        assertThat(reader.thrown()).isExactlyInstanceOf(ClosedByInterruptException.class);
        assertThat(writer.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
        assertThat(writer.endedInterrupted()).isFalse();
    }

    @Test
    void aReaderInLineBehindAnotherFindsTheChannelClosed() throws Exception {
        SocketChannel channel = connect().near();
        Background<?> first = background(reading(channel)).awaitBlocked();
        Background<?> second = background(reading(channel));
        second.staysBlocked();
        channel.close();
        assertThat(first.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
        assertThat(second.thrown()).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aClosedReadLeavesThePeerWithTheEndOfTheStream() throws Exception {
        Foreign pair = connectForeign();
        Background<?> reader = background(reading(pair.near())).awaitBlocked();
        pair.near().close();
        reader.thrown();
        assertThat(pair.far().getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void closingAListenerFreesItsPortAtOnce() throws Exception {
        for (int i = 0; i < 10; i++) {
            ServerSocketChannel listener = listen();
            InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
            Background<?> acceptor = background(listener::accept).awaitBlocked();
            listener.close();
            acceptor.thrown();
            openListener().bind(address).close();
        }
    }

    @Test
    void closesRaceWithReads() throws Exception {
        ServerSocketChannel listener = listen();
        for (int i = 0; i < 100; i++) {
            SocketChannel channel = connect(listener).near();
            Background<Integer> reader = background(reading(channel));
            // Not waited for: the close is to come at every point of the read.
            if (i % 4 != 0) {
                Thread.sleep(0, i * 10_000);
            }
            channel.close();
            assertThat(reader.thrown()).isInstanceOf(ClosedChannelException.class);
        }
    }

    @Test
    void interruptsRaceWithReads() throws Exception {
        ServerSocketChannel listener = listen();
        for (int i = 0; i < 100; i++) {
            SocketChannel channel = connect(listener).near();
            Background<Integer> reader = background(reading(channel));
            if (i % 4 != 0) {
                Thread.sleep(0, i * 10_000);
            }
            reader.thread().interrupt();
            assertThat(reader.thrown()).isExactlyInstanceOf(ClosedByInterruptException.class);
            assertThat(reader.endedInterrupted()).isTrue();
        }
    }
}
