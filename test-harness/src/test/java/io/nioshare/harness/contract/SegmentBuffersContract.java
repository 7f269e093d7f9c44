package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Buffers of memory segments, whose memory is gone when their arena is closed. */
abstract class SegmentBuffersContract extends ContractTest {

    private static final int SIZE = 8;
    private static final String SINCE = "java.lang.foreign came with JDK 21";

    private SocketChannel stream;
    private DatagramChannel datagrams;

    /** One {@code java.lang.foreign.Arena}, which JDK 17 can't compile against. */
    private static final class Arena {
        private final Object arena;

        Arena(String kind) throws ReflectiveOperationException {
            arena = Class.forName("java.lang.foreign.Arena").getMethod(kind).invoke(null);
        }

        ByteBuffer buffer() throws ReflectiveOperationException {
            Object segment = Class.forName("java.lang.foreign.SegmentAllocator")
                    .getMethod("allocate", long.class)
                    .invoke(arena, (long) SIZE);
            return (ByteBuffer) Class.forName("java.lang.foreign.MemorySegment")
                    .getMethod("asByteBuffer")
                    .invoke(segment);
        }

        void close() throws ReflectiveOperationException {
            Class.forName("java.lang.foreign.Arena").getMethod("close").invoke(arena);
        }
    }

    @BeforeEach
    void openChannels() throws Exception {
        stream = connect().near();
        datagrams = closing(subject.provider().openDatagramChannel()).bind(new InetSocketAddress(LOOPBACK, 0));
        datagrams.connect(datagrams.getLocalAddress());
        datagrams.write(ByteBuffer.allocate(SIZE));
    }

    /** Every way to hand a buffer to a channel; none of them waits, and all have something to transfer. */
    private Stream<Callable<Object>> transfers(ByteBuffer buffer) {
        return Stream.of(
                () -> stream.write(buffer.clear()),
                () -> stream.write(new ByteBuffer[] {ByteBuffer.allocate(1), buffer.clear()}),
                () -> stream.read(buffer.clear()),
                () -> stream.read(new ByteBuffer[] {buffer.clear(), ByteBuffer.allocate(1)}),
                () -> datagrams.send(buffer.clear(), datagrams.getLocalAddress()),
                () -> datagrams.write(buffer.clear()),
                () -> datagrams.receive(buffer.clear()),
                () -> datagrams.read(buffer.clear()));
    }

    private void assertAllRefuse(ByteBuffer buffer, Class<?> type) {
        transfers(buffer)
                .forEach(transfer -> assertThat(catchThrowable(transfer::call)).isExactlyInstanceOf(type));
    }

    @AfterEach
    void channelsGoOn() throws Exception {
        assertThat(stream.write(ByteBuffer.allocate(1))).isEqualTo(1);
        assertThat(datagrams.send(ByteBuffer.allocate(1), datagrams.getLocalAddress()))
                .isEqualTo(1);
    }

    private void transferThrough(ByteBuffer buffer) throws Exception {
        Pair pair = connect();
        buffer.clear().put(0, (byte) 'a').put(SIZE - 1, (byte) 'z');
        assertThat(pair.near().write(buffer)).isEqualTo(SIZE);
        assertThat(buffer.hasRemaining()).isFalse();
        byte[] received = readFully(pair.far(), SIZE).array();
        assertThat(received[0]).isEqualTo((byte) 'a');
        assertThat(received[SIZE - 1]).isEqualTo((byte) 'z');
        pair.far().write(bytes("hello"));
        assertThat(pair.near().read(buffer.clear().position(1))).isEqualTo(5);
        assertThat(buffer.get(1)).isEqualTo((byte) 'h');
        assertThat(buffer.position()).isEqualTo(6);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = SINCE)
    void everyKindOfArena() throws Exception {
        for (String kind : new String[] {"global", "ofAuto", "ofShared", "ofConfined"}) {
            transferThrough(new Arena(kind).buffer());
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = SINCE)
    void memoryThatIsGoneIsRefused() throws Exception {
        for (String kind : new String[] {"ofShared", "ofConfined"}) {
            Arena arena = new Arena(kind);
            ByteBuffer buffer = arena.buffer();
            arena.close();
            assertAllRefuse(buffer, IllegalStateException.class);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = SINCE)
    void anotherThreadsMemoryIsRefused() throws Exception {
        ByteBuffer buffer = background(() -> new Arena("ofConfined").buffer()).get();
        assertAllRefuse(buffer, Class.forName("java.lang.WrongThreadException"));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = SINCE)
    void memoryIsNotFreedBelowARead() throws Exception {
        Pair pair = connect();
        Arena arena = new Arena("ofShared");
        ByteBuffer buffer = arena.buffer();
        Background<Integer> reader = background(() -> pair.near().read(buffer)).awaitBlocked();
        // Closing fails, or the read does: either is fine, as long as nobody writes to freed memory.
        boolean closed = catchThrowable(arena::close) == null;
        pair.far().write(ByteBuffer.allocate(SIZE));
        if (closed) {
            assertThat(reader.thrown()).isExactlyInstanceOf(IllegalStateException.class);
        } else {
            assertThat(reader.get()).isEqualTo(SIZE);
        }
    }
}
