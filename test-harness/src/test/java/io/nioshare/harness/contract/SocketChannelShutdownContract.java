package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The ends of a connection: half-close both ways, end of stream, reset. */
abstract class SocketChannelShutdownContract extends ContractTest {

    private static int readOne(SocketChannel channel) throws IOException {
        return channel.read(ByteBuffer.allocate(1));
    }

    @Test
    void theEndOfTheStreamComesAfterTheData() throws IOException {
        for (boolean close : new boolean[] {true, false}) {
            Pair pair = connect();
            pair.near().write(bytes("last"));
            if (close) {
                pair.near().close();
            } else {
                pair.near().shutdownOutput();
            }
            assertThat(readText(pair.far(), 4)).isEqualTo("last");
            assertThat(readOne(pair.far())).isEqualTo(-1);
            assertThat(readOne(pair.far())).as("again").isEqualTo(-1);
            assertThat(pair.far().read(new ByteBuffer[] {ByteBuffer.allocate(1), ByteBuffer.allocate(1)}))
                    .isEqualTo(-1);
            assertThat(pair.far().isConnected()).isTrue();
            assertThat(pair.far().isOpen()).isTrue();
        }
    }

    @Test
    void theEndOfTheStreamInNonBlockingMode() throws IOException {
        Pair pair = connect();
        nonBlocking(pair.far());
        pair.near().close();
        await(pair.far(), SelectionKey.OP_READ);
        assertThat(readOne(pair.far())).isEqualTo(-1);
        assertThat(readOne(pair.far())).isEqualTo(-1);
    }

    @Test
    void aBlockedReadSeesTheEndOfTheStream() throws Exception {
        Pair pair = connect();
        Background<Integer> reader = background(() -> readOne(pair.far()));
        reader.awaitBlocked();
        pair.near().close();
        assertThat(reader.get()).isEqualTo(-1);
    }

    @Test
    void aHalfClosedConnectionWorksTheOtherWay() throws IOException {
        Pair pair = connect();
        assertThat(pair.near().shutdownOutput()).isSameAs(pair.near());
        assertThat(readOne(pair.far())).isEqualTo(-1);
        pair.far().write(bytes("still here"));
        assertThat(readText(pair.near(), 10)).isEqualTo("still here");
        pair.far().close();
        assertThat(readOne(pair.near())).isEqualTo(-1);
    }

    @Test
    void nothingIsWrittenAfterShutdownOutput() throws IOException {
        for (boolean blocking : new boolean[] {true, false}) {
            Pair pair = connect();
            pair.near().configureBlocking(blocking);
            pair.near().shutdownOutput();
            // Not its very class: a write in blocking mode may count as closed asynchronously.
            assertThat(catchThrowable(() -> pair.near().write(bytes("x")))).isInstanceOf(ClosedChannelException.class);
            assertThat(catchThrowable(() -> pair.near().write(new ByteBuffer[] {bytes("x")})))
                    .isInstanceOf(ClosedChannelException.class);
            assertThat(catchThrowable(() -> pair.near().write(ByteBuffer.allocate(0))))
                    .isInstanceOf(ClosedChannelException.class);
            assertThat(pair.near().isOpen()).isTrue();
            assertThat(pair.near().isConnected()).isTrue();
        }
    }

    @Test
    void shutdownsMayBeRepeated() throws IOException {
        Pair pair = connect();
        pair.near().shutdownOutput().shutdownOutput();
        assertThat(pair.near().shutdownInput()).isSameAs(pair.near());
        pair.near().shutdownInput();
        assertThat(pair.near().isOpen()).isTrue();
        assertThat(pair.near().isConnected()).isTrue();
    }

    @Test
    void nothingIsReadAfterShutdownInput() throws IOException {
        for (boolean blocking : new boolean[] {true, false}) {
            Pair pair = connect();
            pair.near().configureBlocking(blocking);
            pair.near().shutdownInput();
            assertThat(readOne(pair.near())).isEqualTo(-1);
            assertThat(pair.near().read(new ByteBuffer[] {ByteBuffer.allocate(1)}))
                    .isEqualTo(-1);
            assertThat(readOne(pair.near())).isEqualTo(-1);
        }
    }

    @Test
    void writingGoesOnAfterShutdownInput() throws IOException {
        Pair pair = connect();
        pair.near().shutdownInput();
        pair.near().write(bytes("out"));
        assertThat(readText(pair.far(), 3)).isEqualTo("out");
    }

    @Test
    void shutdownInputEndsABlockedRead() throws Exception {
        Pair pair = connect();
        Background<Integer> reader = background(() -> readOne(pair.near()));
        reader.awaitBlocked();
        pair.near().shutdownInput();
        assertThat(reader.get()).isEqualTo(-1);
        assertThat(pair.near().isOpen()).isTrue();
    }

    @Test
    void shutdownOutputEndsABlockedWrite() throws Exception {
        Pair pair = connectSmall();
        fill(nonBlocking(pair.near()));
        pair.near().configureBlocking(true);
        Background<Integer> writer = background(() -> pair.near().write(ByteBuffer.allocateDirect(8 << 20)));
        writer.awaitBlocked();
        pair.near().shutdownOutput();
        assertThat(writer.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
        assertThat(pair.near().isOpen()).isTrue();
    }

    @Test
    void bothHalvesClosedIsNotClosed() throws IOException {
        Pair pair = connect();
        pair.near().shutdownInput();
        pair.near().shutdownOutput();
        assertThat(pair.near().isOpen()).isTrue();
        assertThat(pair.near().isConnected()).isTrue();
        assertThat(pair.near().getRemoteAddress()).isEqualTo(pair.far().getLocalAddress());
        assertThat(readOne(pair.far())).isEqualTo(-1);
    }

    @Test
    void aResetFailsEveryRead() throws Exception {
        Foreign pair = connectForeign();
        Background<Integer> reader = background(() -> readOne(pair.near())).awaitBlocked();
        pair.far().setSoLinger(true, 0);
        pair.far().close();
        assertThat(reader.thrown()).isInstanceOf(SocketException.class);
        for (int i = 1; i <= 3; i++) {
            assertThat(catchThrowable(() -> readOne(pair.near())))
                    .as("read %s", i)
                    .isInstanceOf(SocketException.class);
        }
        nonBlocking(pair.near());
        assertThat(catchThrowable(() -> readOne(pair.near()))).isInstanceOf(SocketException.class);
        assertThat(pair.near().isOpen()).isTrue();
    }

    @Test
    void aResetThatNobodyWaitedForFailsTheRead() throws Exception {
        Foreign pair = connectForeign();
        pair.far().setSoLinger(true, 0);
        pair.far().close();
        assertThat(catchThrowable(() -> readOne(pair.near()))).isInstanceOf(SocketException.class);
    }

    @Test
    void lingeringZeroResets() throws Exception {
        Pair pair = connect();
        Background<Integer> reader = background(() -> readOne(pair.far())).awaitBlocked();
        pair.near().setOption(StandardSocketOptions.SO_LINGER, 0);
        pair.near().close();
        assertThat(reader.thrown()).isInstanceOf(SocketException.class);
    }

    @Test
    void closingWithUnreadDataResets() throws Exception {
        Pair pair = connect();
        pair.far().write(bytes("never read"));
        await(nonBlocking(pair.near()), SelectionKey.OP_READ);
        Background<Integer> reader = background(() -> readOne(pair.far())).awaitBlocked();
        pair.near().close();
        assertThat(reader.thrown()).isInstanceOf(SocketException.class);
    }

    @Test
    void closingARegisteredChannelWithUnreadDataEndsTheStream() throws Exception {
        for (int interest : new int[] {0, SelectionKey.OP_READ}) {
            Foreign pair = connectForeign();
            Selector selector = openSelector();
            SelectionKey key = nonBlocking(pair.near()).register(selector, SelectionKey.OP_READ);
            pair.far().getOutputStream().write('x');
            awaitReady(selector, key, SelectionKey.OP_READ);
            key.interestOps(interest);
            Background<Integer> reader =
                    background(() -> pair.far().getInputStream().read());
            reader.awaitBlocked();
            pair.near().close();
            assertThat(reader.get()).as("interest %s", interest).isEqualTo(-1);
        }
    }

    /** Elsewhere such a close is a reset. */
    @Test
    @EnabledOnOs(OS.WINDOWS)
    void closingABlockingChannelWithUnreadDataEndsTheStream() throws Exception {
        Foreign pair = connectForeign();
        pair.far().getOutputStream().write("ab".getBytes(StandardCharsets.US_ASCII));
        assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(1);
        Background<Integer> reader =
                background(() -> pair.far().getInputStream().read());
        reader.awaitBlocked();
        pair.near().close();
        assertThat(reader.get()).isEqualTo(-1);
    }

    @Test
    void closingARegisteredChannelDoesNotLinger() throws Exception {
        Pair pair = connectSmall();
        long written = fill(nonBlocking(pair.near()));
        pair.near().register(openSelector(), 0);
        pair.near().setOption(StandardSocketOptions.SO_LINGER, 60);
        background(() -> {
                    pair.near().close();
                    return null;
                })
                .get();
        readFully(pair.far(), (int) written);
        assertThat(readOne(pair.far())).isEqualTo(-1);
    }

    @Test
    void lingeringZeroResetsFromASelectorToo() throws Exception {
        Pair pair = connect();
        Selector selector = openSelector();
        nonBlocking(pair.near()).register(selector, SelectionKey.OP_READ);
        Background<Integer> reader = background(() -> readOne(pair.far())).awaitBlocked();
        pair.near().setOption(StandardSocketOptions.SO_LINGER, 0);
        pair.near().close();
        selector.selectNow();
        assertThat(reader.thrown()).isInstanceOf(SocketException.class);
    }

    @Test
    void writingToAClosedPeerFailsInTheEnd() throws Exception {
        Pair pair = connect();
        pair.far().close();
        IOException failure = null;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (failure == null && System.nanoTime() < deadline) {
            try {
                pair.near().write(ByteBuffer.allocate(1000));
            } catch (IOException e) {
                failure = e;
            }
        }
        assertThat(failure).isNotNull().isNotInstanceOf(ClosedChannelException.class);
        assertThat(pair.near().isOpen()).isTrue();
    }

    @Test
    void aForeignPeerSeesTheHalfClose() throws Exception {
        Foreign pair = connectForeign();
        pair.near().write(bytes("bye"));
        pair.near().shutdownOutput();
        assertThat(pair.far().getInputStream().readAllBytes())
                .isEqualTo(bytes("bye").array());
        pair.far().getOutputStream().write('!');
        assertThat(readText(pair.near(), 1)).isEqualTo("!");
    }

    @Test
    void aForeignPeerSeesTheClose() throws Exception {
        for (boolean registered : new boolean[] {false, true}) {
            Foreign pair = connectForeign();
            if (registered) {
                nonBlocking(pair.near()).register(openSelector(), SelectionKey.OP_READ);
            }
            pair.near().close();
            assertThat(pair.far().getInputStream().read()).isEqualTo(-1);
        }
    }
}
