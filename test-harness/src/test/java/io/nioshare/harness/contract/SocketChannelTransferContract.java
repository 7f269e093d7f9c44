package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.harness.threads.VirtualThread;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reads and writes move, in every kind of buffer; each byte is looked at. */
abstract class SocketChannelTransferContract extends ContractTest {

    /** A byte that tells its place in a stream, with a period that no power of two divides. */
    private static byte pattern(long at) {
        return (byte) (at % 251);
    }

    private static ByteBuffer patterned(ByteBuffer buffer, long from) {
        for (int i = buffer.position(); i < buffer.limit(); i++) {
            buffer.put(i, pattern(from + i - buffer.position()));
        }
        return buffer;
    }

    private static void assertPatterned(ByteBuffer buffer, long from) {
        for (int i = buffer.position(); i < buffer.limit(); i++) {
            if (buffer.get(i) != pattern(from + i - buffer.position())) {
                throw new AssertionError("byte " + (from + i - buffer.position()) + " of the stream is wrong");
            }
        }
    }

    /** The same 100 bytes in buffers of every kind. */
    private static ByteBuffer[] kinds(int bytes) {
        ByteBuffer big = ByteBuffer.allocate(bytes + 50).position(30).limit(bytes + 30);
        ByteBuffer bigDirect =
                ByteBuffer.allocateDirect(bytes + 50).position(30).limit(bytes + 30);
        return new ByteBuffer[] {
            ByteBuffer.allocate(bytes),
            ByteBuffer.allocateDirect(bytes),
            big.duplicate(),
            bigDirect.duplicate(),
            big.slice(),
            bigDirect.slice()
        };
    }

    private static long writeFully(SocketChannel channel, ByteBuffer... sources) throws IOException {
        long total = 0;
        while (Arrays.stream(sources).anyMatch(ByteBuffer::hasRemaining)) {
            total += channel.write(sources);
        }
        return total;
    }

    @Test
    void everyKindOfSource() throws IOException {
        for (boolean blocking : new boolean[] {true, false}) {
            Pair pair = connect();
            pair.near().configureBlocking(blocking);
            for (ByteBuffer source : kinds(100)) {
                int start = source.position();
                patterned(source, 0);
                assertThat(pair.near().write(source)).isEqualTo(100);
                assertThat(source.position()).isEqualTo(start + 100);
                assertThat(source.hasRemaining()).isFalse();
                assertPatterned(readFully(pair.far(), 100), 0);
            }
        }
    }

    @Test
    void readOnlySources() throws IOException {
        Pair pair = connect();
        for (ByteBuffer source : kinds(100)) {
            ByteBuffer readOnly = patterned(source, 0).asReadOnlyBuffer();
            assertThat(pair.near().write(readOnly)).isEqualTo(100);
            assertThat(readOnly.hasRemaining()).isFalse();
            assertThat(source.remaining()).as("positions are not shared").isEqualTo(100);
            assertPatterned(readFully(pair.far(), 100), 0);
        }
    }

    @Test
    void everyKindOfDestination() throws IOException {
        for (boolean blocking : new boolean[] {true, false}) {
            Pair pair = connect();
            pair.far().configureBlocking(blocking);
            for (ByteBuffer destination : kinds(100)) {
                writeFully(pair.near(), patterned(ByteBuffer.allocate(100), 0));
                int start = destination.position();
                while (destination.hasRemaining()) {
                    assertThat(pair.far().read(destination)).isNotNegative();
                }
                assertPatterned(destination.position(start), 0);
            }
        }
    }

    @Test
    void bytesOutsideOfPositionAndLimitStayAsTheyAre() throws IOException {
        Pair pair = connect();
        for (ByteBuffer destination : new ByteBuffer[] {ByteBuffer.allocate(30), ByteBuffer.allocateDirect(30)}) {
            for (int i = 0; i < 30; i++) {
                destination.put(i, (byte) 77);
            }
            destination.position(10).limit(20);
            writeFully(pair.near(), bytes("0123456789"));
            while (destination.hasRemaining()) {
                pair.far().read(destination);
            }
            for (int i = 0; i < 10; i++) {
                assertThat(destination.clear().get(i)).isEqualTo((byte) 77);
                assertThat(destination.get(10 + i)).isEqualTo((byte) ('0' + i));
                assertThat(destination.get(20 + i)).isEqualTo((byte) 77);
            }
        }
    }

    @Test
    void aReadTakesWhatIsThere() throws IOException {
        Pair pair = connect();
        writeFully(pair.near(), bytes("some"));
        ByteBuffer roomy = ByteBuffer.allocate(100);
        assertThat(pair.far().read(roomy)).isEqualTo(4);
        assertThat(roomy.position()).isEqualTo(4);
    }

    @Test
    void aReadLeavesWhatItHasNoRoomFor() throws IOException {
        Pair pair = connect();
        writeFully(pair.near(), bytes("abcdef"));
        assertThat(readText(pair.far(), 2)).isEqualTo("ab");
        assertThat(readText(pair.far(), 4)).isEqualTo("cdef");
    }

    @Test
    void aNonBlockingReadOfNothingIsZero() throws IOException {
        Pair pair = connect();
        nonBlocking(pair.near());
        for (ByteBuffer buffer : kinds(10)) {
            int start = buffer.position();
            assertThat(pair.near().read(buffer)).isZero();
            assertThat(pair.near().read(new ByteBuffer[] {buffer})).isZero();
            assertThat(buffer.position()).isEqualTo(start);
        }
    }

    @Test
    void aReadWithoutRoomIsZero() throws IOException {
        for (boolean blocking : new boolean[] {true, false}) {
            Pair pair = connect();
            pair.far().configureBlocking(blocking);
            ByteBuffer none = ByteBuffer.allocate(0);
            ByteBuffer full = ByteBuffer.allocateDirect(5).position(5);
            // At once, though nothing is there to be read.
            assertThat(pair.far().read(none)).isZero();
            assertThat(pair.far().read(full)).isZero();
            assertThat(pair.far().read(new ByteBuffer[] {none, full})).isZero();
            assertThat(pair.far().read(new ByteBuffer[0])).isZero();
            assertThat(pair.far().read(new ByteBuffer[] {ByteBuffer.allocate(1)}, 1, 0))
                    .isZero();
        }
    }

    @Test
    void aWriteOfNothingIsZero() throws IOException {
        for (boolean blocking : new boolean[] {true, false}) {
            Pair pair = connect();
            pair.near().configureBlocking(blocking);
            ByteBuffer none = ByteBuffer.allocate(0);
            assertThat(pair.near().write(none)).isZero();
            assertThat(pair.near().write(ByteBuffer.allocateDirect(5).position(5)))
                    .isZero();
            assertThat(pair.near().write(new ByteBuffer[] {none, none})).isZero();
            assertThat(pair.near().write(new ByteBuffer[0])).isZero();
            assertThat(pair.near().write(new ByteBuffer[] {bytes("x")}, 1, 0)).isZero();
            nonBlocking(pair.far());
            assertThat(pair.far().read(ByteBuffer.allocate(1))).isZero();
        }
    }

    @Test
    void scatterFillsBuffersInOrder() throws IOException {
        for (boolean blocking : new boolean[] {true, false}) {
            Pair pair = connect();
            pair.far().configureBlocking(blocking);
            writeFully(pair.near(), bytes("aabbbcccc"));
            ByteBuffer[] parts = {
                ByteBuffer.allocate(2),
                ByteBuffer.allocate(0),
                ByteBuffer.allocateDirect(3),
                ByteBuffer.allocate(4),
                ByteBuffer.allocate(9)
            };
            await(nonBlocking(pair.far()), SelectionKey.OP_READ);
            pair.far().configureBlocking(blocking);
            assertThat(pair.far().read(parts)).isEqualTo(9);
            assertThat(new String(parts[0].array())).isEqualTo("aa");
            assertThat(parts[2].flip()).isEqualTo(bytes("bbb"));
            assertThat(new String(parts[3].array())).isEqualTo("cccc");
            assertThat(parts[4].position()).isZero();
        }
    }

    @Test
    void scatterAndGatherUseTheRangeAlone() throws IOException {
        Pair pair = connect();
        ByteBuffer[] out = {bytes("no"), bytes("yes"), bytes("YES"), bytes("no")};
        assertThat(pair.near().write(out, 1, 2)).isEqualTo(6);
        assertThat(out[0].remaining()).isEqualTo(2);
        assertThat(out[3].remaining()).isEqualTo(2);
        ByteBuffer[] in = {
            ByteBuffer.allocate(9), ByteBuffer.allocate(3), ByteBuffer.allocate(3), ByteBuffer.allocate(9)
        };
        while (in[2].hasRemaining()) {
            pair.far().read(in, 1, 2);
        }
        assertThat(new String(in[1].array()) + new String(in[2].array())).isEqualTo("yesYES");
        assertThat(in[0].position() + in[3].position()).isZero();
    }

    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with JDK 21")
    @ParameterizedTest
    @ValueSource(ints = {16 << 10, 32 << 10, 64 << 10, 100_000, 128 << 10})
    void aVirtualThreadIsToldOfAPart(int room) throws Exception {
        long more = 8 << 20;
        assertThat(writtenByVirtualThread(room, channel -> channel.write(ByteBuffer.allocate((int) more))))
                .isBetween(1L, more - 1);
        ByteBuffer[] sources = Stream.generate(() -> ByteBuffer.allocate(64 << 10))
                .limit(more >> 16)
                .toArray(ByteBuffer[]::new);
        assertThat(writtenByVirtualThread(room, channel -> channel.write(sources)))
                .isBetween(1L, more - 1);
    }

    private interface Write {
        long to(SocketChannel channel) throws IOException;
    }

    private long writtenByVirtualThread(int room, Write write) throws Exception {
        SocketChannel channel = connectSmall(room).near();
        FutureTask<Long> task = new FutureTask<>(() -> write.to(channel));
        VirtualThread.start(task);
        return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Test
    void aGatherWithANullSendsNothing() throws IOException {
        Pair pair = connect();
        ByteBuffer[] sources = new ByteBuffer[20];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = i == 18 ? null : bytes("no");
        }
        assertThrown(NullPointerException.class, () -> pair.near().write(sources));
        assertThat(sources[0].position()).isZero();
        pair.near().write(bytes("yes"));
        assertThat(readText(pair.far(), 3)).isEqualTo("yes");
    }

    @Test
    void gathersOfMoreBuffersThanASystemTakes() throws IOException {
        for (boolean blocking : new boolean[] {true, false}) {
            Pair pair = connect();
            pair.near().configureBlocking(blocking);
            ByteBuffer[] sources = new ByteBuffer[100];
            int total = 0;
            for (int i = 0; i < sources.length; i++) {
                ByteBuffer source = i % 2 == 0 ? ByteBuffer.allocate(i % 7) : ByteBuffer.allocateDirect(i % 5);
                sources[i] = patterned(source, total);
                total += source.remaining();
            }
            assertThat(writeFully(pair.near(), sources)).isEqualTo(total);
            assertPatterned(readFully(pair.far(), total), 0);
        }
    }

    @Test
    void scattersOfMoreBuffersThanASystemTakes() throws IOException {
        Pair pair = connect();
        ByteBuffer[] destinations = new ByteBuffer[100];
        for (int i = 0; i < destinations.length; i++) {
            destinations[i] = i % 2 == 0 ? ByteBuffer.allocate(10) : ByteBuffer.allocateDirect(10);
        }
        writeFully(pair.near(), patterned(ByteBuffer.allocate(1000), 0));
        long total = 0;
        while (total < 1000) {
            total += pair.far().read(destinations);
        }
        for (int i = 0; i < destinations.length; i++) {
            assertPatterned(destinations[i].flip(), 10L * i);
        }
    }

    @Test
    void aBlockingWriteWritesEverything() throws Exception {
        for (ByteBuffer source : new ByteBuffer[] {ByteBuffer.allocate(5 << 20), ByteBuffer.allocateDirect(5 << 20)}) {
            Pair pair = connectSmall();
            Background<Void> reader = background(() -> {
                assertPatterned(readFully(pair.far(), 5 << 20), 0);
                return null;
            });
            assertThat(pair.near().write(patterned(source, 0))).isEqualTo(5 << 20);
            reader.get();
        }
    }

    @Test
    void aBlockingGatherOfSeveralMegabytes() throws Exception {
        gather(true, false);
    }

    @Test
    void aNonBlockingGatherOfSeveralMegabytes() throws Exception {
        gather(false, false);
    }

    @Test
    void aNonBlockingGatherOfSeveralMegabytesOutsideTheHeap() throws Exception {
        gather(false, true);
    }

    private void gather(boolean blocking, boolean direct) throws Exception {
        Pair pair = connectSmall();
        pair.near().configureBlocking(blocking);
        ByteBuffer[] sources = new ByteBuffer[25];
        int total = 0;
        for (int i = 0; i < sources.length; i++) {
            int bytes = (200 << 10) + i * 37;
            ByteBuffer source = direct || i % 3 == 0 ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
            sources[i] = patterned(source, total);
            total += bytes;
        }
        int expected = total;
        Background<Void> reader = background(() -> {
            assertPatterned(readFully(pair.far(), expected), 0);
            return null;
        });
        long sent = 0;
        while (sent < total) {
            long n = pair.near().write(sources);
            sent += n;
            long moved = Arrays.stream(sources).mapToLong(ByteBuffer::position).sum();
            assertThat(moved).as("positions tell what was taken").isEqualTo(sent);
            if (n == 0) {
                await(pair.near(), SelectionKey.OP_WRITE);
            }
        }
        reader.get();
    }

    @Test
    void aHugeNonBlockingWriteIsTakenInPart() throws Exception {
        Pair pair = connectSmall();
        nonBlocking(pair.near());
        ByteBuffer source = patterned(ByteBuffer.allocateDirect(64 << 20), 0);
        int first = pair.near().write(source);
        assertThat(first).isPositive().isLessThan(64 << 20);
        assertThat(source.position()).isEqualTo(first);
        assertPatterned(readFully(pair.far(), first), 0);
    }

    @Test
    void aFullSendBufferTakesNothing() throws Exception {
        Pair pair = connectSmall();
        nonBlocking(pair.near());
        long total = fill(pair.near());
        ByteBuffer more = ByteBuffer.allocate(100);
        assertThat(pair.near().write(more)).isZero();
        assertThat(pair.near().write(new ByteBuffer[] {more})).isZero();
        assertThat(more.position()).isZero();
        Background<ByteBuffer> reader = background(() -> readFully(pair.far(), (int) total));
        await(pair.near(), SelectionKey.OP_WRITE);
        reader.get();
    }

    @Test
    void aBlockedWriteGoesOnWhenThereIsRoom() throws Exception {
        Pair pair = connectSmall();
        int bytes = 8 << 20;
        Background<Integer> writer =
                background(() -> pair.near().write(patterned(ByteBuffer.allocateDirect(bytes), 0)));
        writer.awaitBlocked();
        assertPatterned(readFully(pair.far(), bytes), 0);
        assertThat(writer.get()).isEqualTo(bytes);
    }

    @Test
    void aBlockedReadGoesOnWhenThereIsData() throws Exception {
        Pair pair = connect();
        ByteBuffer buffer = ByteBuffer.allocate(10);
        Background<Integer> reader = background(() -> pair.far().read(buffer));
        reader.awaitBlocked();
        pair.near().write(bytes("data"));
        assertThat(reader.get()).isEqualTo(4);
        assertThat(buffer.flip()).isEqualTo(bytes("data"));
    }

    @Test
    void bothDirectionsAtOnce() throws Exception {
        Pair pair = connectSmall();
        int bytes = 3 << 20;
        Background<Void> farReads = background(() -> {
            assertPatterned(readFully(pair.far(), bytes), 0);
            return null;
        });
        Background<Void> nearReads = background(() -> {
            assertPatterned(readFully(pair.near(), bytes), 7);
            return null;
        });
        Background<Integer> farWrites = background(() -> pair.far().write(patterned(ByteBuffer.allocate(bytes), 7)));
        assertThat(pair.near().write(patterned(ByteBuffer.allocate(bytes), 0))).isEqualTo(bytes);
        assertThat(farWrites.get()).isEqualTo(bytes);
        farReads.get();
        nearReads.get();
    }

    @Test
    void aBlockedReadDoesNotHinderAWrite() throws Exception {
        Pair pair = connect();
        Background<Integer> reader = background(() -> pair.near().read(ByteBuffer.allocate(10)));
        reader.awaitBlocked();
        assertThat(pair.near().write(bytes("ping"))).isEqualTo(4);
        assertThat(readText(pair.far(), 4)).isEqualTo("ping");
        pair.far().write(bytes("pong"));
        assertThat(reader.get()).isEqualTo(4);
    }

    @Test
    void changingModeWaitsForNobodyWhenIdle() throws Exception {
        Pair pair = connect();
        for (int i = 0; i < 20; i++) {
            nonBlocking(pair.near());
            assertThat(pair.near().isBlocking()).isFalse();
            assertThat(pair.near().read(ByteBuffer.allocate(1))).isZero();
            pair.near().configureBlocking(true);
            assertThat(pair.near().isBlocking()).isTrue();
            pair.far().write(bytes("x"));
            assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(1);
        }
    }

    @Test
    void aForeignPeerSeesTheSameBytes() throws Exception {
        Foreign pair = connectForeign();
        int bytes = 1 << 20;
        Background<Integer> writer = background(() -> pair.near().write(patterned(ByteBuffer.allocate(bytes), 0)));
        InputStream in = pair.far().getInputStream();
        assertPatterned(ByteBuffer.wrap(in.readNBytes(bytes)), 0);
        assertThat(writer.get()).isEqualTo(bytes);
        pair.far()
                .getOutputStream()
                .write(patterned(ByteBuffer.allocate(1000), 0).array());
        assertPatterned(readFully(pair.near(), 1000), 0);
    }

    @Test
    @Tag("slow")
    void manySmallMessages() throws Exception {
        Pair pair = connect();
        Background<Void> echo = background(() -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(256);
            while (pair.far().read(buffer.clear()) >= 0) {
                pair.far().write(buffer.flip());
            }
            return null;
        });
        for (int i = 0; i < 2000; i++) {
            int length = 1 + i % 200;
            ByteBuffer message =
                    patterned(i % 2 == 0 ? ByteBuffer.allocate(length) : ByteBuffer.allocateDirect(length), i);
            pair.near().write(message);
            assertPatterned(readFully(pair.near(), length), i);
        }
        pair.near().shutdownOutput();
        echo.get();
    }
}
