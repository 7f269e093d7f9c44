package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Transfers whose buffers are larger than what one call moves, or count more bytes than an {@code int} does. */
abstract class HugeTransfersContract extends ContractTest {

    private static final int LARGE = 5 << 20;
    private static final int PIECE = 64 << 20;
    private static final int PIECES = 40;

    /** Buffers over the same memory, of 2.5 GiB together. */
    private static ByteBuffer[] moreThanAnIntCounts() {
        ByteBuffer memory = ByteBuffer.allocateDirect(PIECE);
        memory.put(0, (byte) 'a').put(1, (byte) 'b');
        ByteBuffer[] pieces = new ByteBuffer[PIECES];
        for (int i = 0; i < PIECES; i++) {
            pieces[i] = memory.duplicate();
        }
        return pieces;
    }

    private static long transferred(ByteBuffer[] buffers) {
        return LongStream.range(0, buffers.length)
                .map(i -> buffers[(int) i].position())
                .sum();
    }

    @Test
    void aGatherOfMoreThanAnIntCountsIsTakenInPart() throws IOException {
        Pair pair = connectSmall();
        ByteBuffer[] pieces = moreThanAnIntCounts();
        long written = nonBlocking(pair.near()).write(pieces);
        assertThat(written).isPositive().isEqualTo(transferred(pieces));
        assertThat(readText(pair.far(), 2)).isEqualTo("ab");
    }

    @Test
    void aScatterWithRoomForMoreThanAnIntCounts() throws IOException {
        Pair pair = connect();
        pair.far().write(bytes("hello"));
        ByteBuffer[] pieces = moreThanAnIntCounts();
        long total = 0;
        while (total < 5) {
            total += pair.near().read(pieces);
        }
        assertThat(total).isEqualTo(5).isEqualTo(transferred(pieces));
        assertThat(pieces[0].get(4)).isEqualTo((byte) 'o');
    }

    @Test
    void largeBuffersInsideAndOutsideOfTheHeap() throws Exception {
        for (boolean direct : new boolean[] {false, true}) {
            Pair pair = connect();
            ByteBuffer sent = room(direct);
            for (int i = 0; i < LARGE; i++) {
                sent.put(i, (byte) (i * 31 + (i >> 8)));
            }
            Background<Integer> writing = background(() -> writeAll(pair.near(), sent));
            ByteBuffer received = room(direct);
            while (received.hasRemaining()) {
                assertThat(pair.far().read(received)).isPositive();
            }
            assertThat(writing.get()).isEqualTo(LARGE);
            assertThat(received.flip()).isEqualTo(sent.flip());
        }
    }

    private static ByteBuffer room(boolean direct) {
        return direct ? ByteBuffer.allocateDirect(LARGE) : ByteBuffer.allocate(LARGE);
    }

    private static int writeAll(SocketChannel channel, ByteBuffer data) throws IOException {
        int total = 0;
        while (data.hasRemaining()) {
            total += channel.write(data);
        }
        return total;
    }
}
