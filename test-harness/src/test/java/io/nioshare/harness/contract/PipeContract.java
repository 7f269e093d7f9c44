package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Pipes. */
abstract class PipeContract extends ContractTest {

    /** More than any pipe takes before somebody reads. */
    private static final int MUCH = 16 << 20;

    private Pipe openPipe() throws IOException {
        Pipe pipe = subject.provider().openPipe();
        closing(pipe.source());
        closing(pipe.sink());
        return pipe;
    }

    private static String read(ReadableByteChannel source, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining() && source.read(buffer) >= 0) {
            // Until everything is there.
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    }

    /** A sink that takes nothing more, in blocking mode. */
    private Pipe.SinkChannel full(Pipe pipe) throws IOException {
        Pipe.SinkChannel sink = nonBlocking(pipe.sink());
        ByteBuffer data = ByteBuffer.allocateDirect(64 << 10);
        for (int quiet = 0; quiet < 6; ) {
            // The kernel goes on moving what it has to the other end, at its own timers' pace.
            boolean taken = sink.write(data.clear()) + sink.write(data.clear().limit(1)) > 0;
            quiet = taken ? 0 : quiet + 1;
            if (!taken) {
                pause(QUIET.dividedBy(3));
            }
        }
        sink.configureBlocking(true);
        return sink;
    }

    @Test
    void anInterruptedThreadOpensPipes() throws Exception {
        Background<Pipe> opening = background(() -> {
            Thread.currentThread().interrupt();
            return subject.provider().openPipe();
        });
        Pipe pipe = opening.get();
        closing(pipe.source());
        closing(pipe.sink());
        assertThat(opening.endedInterrupted()).isTrue();
        pipe.sink().write(bytes("x"));
        assertThat(pipe.source().read(ByteBuffer.allocate(2))).isEqualTo(1);
    }

    @Test
    void aNewPipeIsOpenAndBlocking() throws Exception {
        Pipe pipe = openPipe();
        assertThat(pipe.source()).isSameAs(pipe.source());
        assertThat(pipe.sink()).isSameAs(pipe.sink());
        assertThat(pipe.source().isOpen()).isTrue();
        assertThat(pipe.sink().isOpen()).isTrue();
        assertThat(pipe.source().isBlocking()).isTrue();
        assertThat(pipe.sink().isBlocking()).isTrue();
        assertThat(pipe.source().validOps()).isEqualTo(SelectionKey.OP_READ);
        assertThat(pipe.sink().validOps()).isEqualTo(SelectionKey.OP_WRITE);
        assertThat(pipe.source().provider()).isSameAs(subject.provider());
        assertThat(pipe.sink().provider()).isSameAs(subject.provider());
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        Pipe pipe = openPipe();
        ByteBuffer source = bytes("through the pipe");
        assertThat(pipe.sink().write(source)).isEqualTo(16);
        assertThat(source.hasRemaining()).isFalse();
        assertThat(read(pipe.source(), 16)).isEqualTo("through the pipe");
    }

    @Test
    void muchIsTransferred() throws Exception {
        Pipe pipe = openPipe();
        byte[] data = new byte[3_000_000];
        new Random(7).nextBytes(data);
        CRC32 expected = new CRC32();
        expected.update(data);
        Background<Integer> writer = background(() -> {
            int count = pipe.sink().write(ByteBuffer.wrap(data));
            pipe.sink().close();
            return count;
        });
        CRC32 actual = new CRC32();
        ByteBuffer buffer = ByteBuffer.allocateDirect(10_000);
        while (pipe.source().read(buffer.clear()) >= 0) {
            actual.update(buffer.flip());
        }
        assertThat(writer.get()).as("a blocking write writes everything").isEqualTo(data.length);
        assertThat(actual.getValue()).isEqualTo(expected.getValue());
    }

    @Test
    void gatherAndScatter() throws Exception {
        Pipe pipe = openPipe();
        ByteBuffer[] sources = {bytes("no"), bytes("one"), ByteBuffer.allocate(0), bytes("three"), bytes("no")};
        assertThat(pipe.sink().write(sources, 1, 3)).isEqualTo(8);
        assertThat(pipe.sink().write(new ByteBuffer[] {bytes("a"), bytes("b")})).isEqualTo(2);
        ByteBuffer[] rooms = {ByteBuffer.allocate(5), ByteBuffer.allocate(4), ByteBuffer.allocateDirect(6)};
        long count = 0;
        while (count < 10) {
            count += pipe.source().read(rooms, 1, 2);
        }
        assertThat(rooms[0].position()).isZero();
        assertThat(StandardCharsets.US_ASCII.decode(rooms[1].flip()).toString()).isEqualTo("onet");
        assertThat(StandardCharsets.US_ASCII.decode(rooms[2].flip()).toString()).isEqualTo("hreeab");
    }

    @Test
    void gatherOfManyBuffers() throws Exception {
        Pipe pipe = openPipe();
        ByteBuffer[] sources = new ByteBuffer[100];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = bytes(String.format("%03d", i));
        }
        background(() -> {
                    for (long count = 0; count < 300; ) {
                        count += pipe.sink().write(sources);
                    }
                    return null;
                })
                .get();
        assertThat(read(pipe.source(), 300)).startsWith("000001002").endsWith("098099");
    }

    @Test
    void wrongArgumentsAreRefused() throws Exception {
        Pipe pipe = openPipe();
        ByteBuffer[] two = {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
        assertThatNullPointerException().isThrownBy(() -> pipe.source().read((ByteBuffer) null));
        assertThatNullPointerException().isThrownBy(() -> pipe.source().read((ByteBuffer[]) null));
        assertThatNullPointerException().isThrownBy(() -> pipe.sink().write((ByteBuffer) null));
        assertThatNullPointerException().isThrownBy(() -> pipe.sink().write((ByteBuffer[]) null));
        for (int[] range : new int[][] {{-1, 1}, {0, 3}, {0, -1}, {2, 1}}) {
            assertThrown(IndexOutOfBoundsException.class, () -> pipe.source().read(two, range[0], range[1]));
            assertThrown(IndexOutOfBoundsException.class, () -> pipe.sink().write(two, range[0], range[1]));
        }
        assertThrown(IllegalArgumentException.class, () -> pipe.source()
                .read(ByteBuffer.allocate(1).asReadOnlyBuffer()));
        assertThat(pipe.sink().write(bytes("ok").asReadOnlyBuffer())).isEqualTo(2);
        assertThat(read(pipe.source(), 2)).isEqualTo("ok");
    }

    @Test
    void anEmptyPipeGivesNothing() throws Exception {
        Pipe.SourceChannel source = nonBlocking(openPipe().source());
        assertThat(source.read(ByteBuffer.allocate(1))).isZero();
        assertThat(source.read(new ByteBuffer[] {ByteBuffer.allocate(1), ByteBuffer.allocate(1)}))
                .isZero();
    }

    @Test
    void aFullPipeTakesNothing() throws Exception {
        Pipe pipe = openPipe();
        Pipe.SinkChannel sink = nonBlocking(full(pipe));
        assertThat(sink.write(ByteBuffer.allocate(1))).isZero();
        Background<Boolean> drain = background(() -> {
            ByteBuffer room = ByteBuffer.allocateDirect(1 << 16);
            for (int i = 0; i < 64; i++) {
                pipe.source().read(room.clear());
            }
            return true;
        });
        await(sink, SelectionKey.OP_WRITE);
        assertThat(sink.write(ByteBuffer.allocate(1))).isOne();
        nonBlocking(sink);
        pipe.source().close();
        drain.join();
    }

    @Test
    void closingTheSinkEndsTheStream() throws Exception {
        Pipe pipe = openPipe();
        pipe.sink().write(bytes("last words"));
        pipe.sink().close();
        assertThat(pipe.source().isOpen()).isTrue();
        assertThat(read(pipe.source(), 20)).isEqualTo("last words");
        for (int i = 0; i < 3; i++) {
            assertThat(pipe.source().read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        ByteBuffer[] rooms = {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
        assertThat(pipe.source().read(rooms)).isEqualTo(-1);
    }

    @Test
    void closingTheSinkEndsABlockedRead() throws Exception {
        Pipe pipe = openPipe();
        Background<Integer> reader = background(() -> pipe.source().read(ByteBuffer.allocate(1)));
        reader.awaitBlocked();
        pipe.sink().close();
        assertThat(reader.get()).isEqualTo(-1);
    }

    @Test
    void closingTheSourceFailsTheWrites() throws Exception {
        Pipe pipe = openPipe();
        pipe.source().close();
        assertThat(pipe.sink().isOpen()).isTrue();
        Background<?> writer = background(() -> {
            ByteBuffer data = ByteBuffer.allocate(1 << 16);
            for (int count = 0; count < MUCH; ) {
                count += pipe.sink().write(data.clear());
            }
            return null;
        });
        assertThat(writer.thrown()).isInstanceOf(IOException.class);
    }

    private void assertClosed(Callable<?>... calls) {
        for (Callable<?> call : calls) {
            assertThat(catchThrowable(call::call)).isInstanceOf(ClosedChannelException.class);
        }
    }

    @Test
    void closedEndsRefuseEverything() throws Exception {
        Pipe pipe = openPipe();
        Pipe.SourceChannel source = pipe.source();
        Pipe.SinkChannel sink = pipe.sink();
        source.close();
        source.close();
        sink.close();
        sink.close();
        assertThat(source.isOpen()).isFalse();
        assertThat(sink.isOpen()).isFalse();
        assertClosed(
                () -> source.read(ByteBuffer.allocate(1)),
                () -> source.read(new ByteBuffer[] {ByteBuffer.allocate(1)}),
                () -> source.configureBlocking(false),
                () -> source.register(openSelector(), SelectionKey.OP_READ),
                () -> sink.write(ByteBuffer.allocate(1)),
                () -> sink.write(new ByteBuffer[] {ByteBuffer.allocate(1)}),
                () -> sink.configureBlocking(false),
                () -> sink.register(openSelector(), SelectionKey.OP_WRITE));
    }

    private void closeEnds(Channel channel, Callable<?> call) throws Exception {
        Background<?> blocked = background(call).awaitBlocked();
        channel.close();
        assertThat(blocked.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
        assertThat(blocked.endedInterrupted()).isFalse();
    }

    private void interruptEnds(Channel channel, Callable<?> call) throws Exception {
        Background<?> blocked = background(call).awaitBlocked();
        blocked.thread().interrupt();
        assertThat(blocked.thrown()).isExactlyInstanceOf(ClosedByInterruptException.class);
        assertThat(blocked.endedInterrupted()).isTrue();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closeEndsARead() throws Exception {
        Pipe.SourceChannel source = openPipe().source();
        closeEnds(source, () -> source.read(ByteBuffer.allocate(1)));
    }

    @Test
    void closeEndsAScatter() throws Exception {
        Pipe.SourceChannel source = openPipe().source();
        closeEnds(source, () -> source.read(new ByteBuffer[] {ByteBuffer.allocate(1), ByteBuffer.allocate(1)}));
    }

    @Test
    void closeEndsAWrite() throws Exception {
        Pipe.SinkChannel sink = full(openPipe());
        closeEnds(sink, () -> sink.write(ByteBuffer.allocate(MUCH)));
    }

    @Test
    void interruptEndsARead() throws Exception {
        Pipe.SourceChannel source = openPipe().source();
        interruptEnds(source, () -> source.read(ByteBuffer.allocate(1)));
    }

    @Test
    void interruptEndsAWrite() throws Exception {
        Pipe.SinkChannel sink = full(openPipe());
        interruptEnds(sink, () -> sink.write(ByteBuffer.allocate(MUCH)));
    }

    private static ByteBuffer[] halves() {
        return new ByteBuffer[] {ByteBuffer.allocate(MUCH / 2), ByteBuffer.allocate(MUCH / 2)};
    }

    @Test
    void closeEndsAGather() throws Exception {
        Pipe.SinkChannel sink = full(openPipe());
        closeEnds(sink, () -> sink.write(halves()));
    }

    @Test
    void interruptEndsAGather() throws Exception {
        Pipe.SinkChannel whole = full(openPipe());
        interruptEnds(whole, () -> whole.write(halves()));
        Pipe.SinkChannel part = full(openPipe());
        interruptEnds(part, () -> part.write(halves(), 1, 1));
    }

    @Test
    void interruptEndsAScatter() throws Exception {
        Pipe.SourceChannel whole = openPipe().source();
        interruptEnds(whole, () -> whole.read(halves()));
        Pipe.SourceChannel part = openPipe().source();
        interruptEnds(part, () -> part.read(halves(), 1, 1));
    }

    @Test
    void interruptBeforeAReadAndAWrite() throws Exception {
        Pipe pipe = openPipe();
        for (Callable<?> call : new Callable<?>[] {
            () -> pipe.sink().write(bytes("x")), () -> pipe.source().read(ByteBuffer.allocate(1))
        }) {
            Background<?> interrupted = background(() -> {
                Thread.currentThread().interrupt();
                return call.call();
            });
            assertThat(interrupted.thrown()).isExactlyInstanceOf(ClosedByInterruptException.class);
            assertThat(interrupted.endedInterrupted()).isTrue();
        }
        assertThat(pipe.sink().isOpen()).isFalse();
        assertThat(pipe.source().isOpen()).isFalse();
    }

    @Test
    void bothEndsCanBeSelected() throws Exception {
        Pipe pipe = openPipe();
        Selector selector = openSelector();
        SelectionKey sinkKey = nonBlocking(pipe.sink()).register(selector, SelectionKey.OP_WRITE);
        SelectionKey sourceKey = nonBlocking(pipe.source()).register(selector, SelectionKey.OP_READ);
        awaitReady(selector, sinkKey, SelectionKey.OP_WRITE);
        assertThat(selector.selectedKeys()).containsExactly(sinkKey);
        sinkKey.interestOps(0);
        selector.selectedKeys().clear();
        Background<Integer> selection = background(() -> selector.select()).awaitBlocked();
        pipe.sink().write(bytes("wake"));
        assertThat(selection.get()).isOne();
        assertThat(sourceKey.isReadable()).isTrue();
        assertThat(read(pipe.source(), 4)).isEqualTo("wake");
        selector.selectedKeys().clear();
        assertThat(selector.selectNow()).isZero();
    }

    @Test
    void theEndOfTheStreamIsSelected() throws Exception {
        Pipe pipe = openPipe();
        Selector selector = openSelector();
        SelectionKey key = nonBlocking(pipe.source()).register(selector, SelectionKey.OP_READ);
        assertThat(selector.selectNow()).isZero();
        pipe.sink().close();
        awaitReady(selector, key, SelectionKey.OP_READ);
        assertThat(pipe.source().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void endsHaveOneOperationEach() throws Exception {
        Pipe pipe = openPipe();
        Selector selector = openSelector();
        nonBlocking(pipe.source());
        nonBlocking(pipe.sink());
        assertThrown(IllegalArgumentException.class, () -> pipe.source().register(selector, SelectionKey.OP_WRITE));
        assertThrown(IllegalArgumentException.class, () -> pipe.sink().register(selector, SelectionKey.OP_READ));
    }

    @Test
    void theModesOfTheEndsAreApart() throws Exception {
        Pipe pipe = openPipe();
        nonBlocking(pipe.source());
        assertThat(pipe.sink().isBlocking()).isTrue();
        pipe.source().configureBlocking(true);
        nonBlocking(pipe.sink());
        assertThat(pipe.source().isBlocking()).isTrue();
        Background<String> reader = background(() -> read(pipe.source(), 2));
        reader.staysBlocked();
        pipe.sink().write(bytes("ok"));
        assertThat(reader.get()).isEqualTo("ok");
    }

    @Test
    void closingOneEndCancelsItsKeyAlone() throws Exception {
        Pipe pipe = openPipe();
        Selector selector = openSelector();
        SelectionKey sinkKey = nonBlocking(pipe.sink()).register(selector, 0);
        SelectionKey sourceKey = nonBlocking(pipe.source()).register(selector, 0);
        pipe.source().close();
        assertThat(sourceKey.isValid()).isFalse();
        assertThat(sinkKey.isValid()).isTrue();
        selector.selectNow();
        assertThat(selector.keys()).containsExactly(sinkKey);
    }
}
