package io.nioshare.provider.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.provider.memory.TemporaryBuffers.Temporary;
import io.nioshare.provider.os.OsMemory;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemporaryBuffersTest {

    private static final int KIB = 1024;

    /** Knows what was allocated and not freed. */
    private static final class CountedMemory implements OsMemory {
        private final Map<Long, ByteBuffer> blocks = new HashMap<>();

        @Override
        public long allocate(int bytes) {
            long address = 1000 + blocks.size();
            blocks.put(address, ByteBuffer.allocateDirect(bytes));
            return address;
        }

        @Override
        public void free(long address) {
            assertThat(blocks.remove(address)).as("allocated").isNotNull();
        }

        @Override
        public ByteBuffer view(long address, int bytes) {
            return blocks.get(address);
        }

        @Override
        public long addressOf(ByteBuffer direct) {
            return System.identityHashCode(direct);
        }
    }

    private final CountedMemory memory = new CountedMemory();
    private boolean virtual;

    private TemporaryBuffers buffers(long mostCached) {
        return new TemporaryBuffers(memory, () -> virtual, mostCached);
    }

    @Test
    void theLastOneIsUsedFirst() {
        TemporaryBuffers buffers = buffers(Long.MAX_VALUE);
        Temporary first = buffers.take(KIB);
        Temporary second = buffers.take(KIB);
        buffers.release(first);
        buffers.release(second);
        assertThat(buffers.take(KIB)).isSameAs(second);
        assertThat(buffers.take(KIB)).isSameAs(first);
    }

    @Test
    void oneThatIsUsedAgainHasAllItsRoom() {
        TemporaryBuffers buffers = buffers(Long.MAX_VALUE);
        Temporary used = buffers.take(5 * KIB);
        used.buffer().position(3).limit(4);
        buffers.release(used);
        assertThat(buffers.take(KIB)).isSameAs(used);
        assertThat(used.buffer().remaining()).isGreaterThanOrEqualTo(5 * KIB);
    }

    @Test
    void anotherThreadHasItsOwn() throws Exception {
        TemporaryBuffers buffers = buffers(Long.MAX_VALUE);
        Temporary mine = buffers.take(KIB);
        buffers.release(mine);
        Temporary[] other = new Temporary[1];
        Thread thread = new Thread(() -> other[0] = buffers.take(KIB));
        thread.start();
        thread.join();
        assertThat(other[0]).isNotNull().isNotSameAs(mine);
    }

    @Test
    void virtualThreadsShareTheirs() throws Exception {
        TemporaryBuffers buffers = buffers(Long.MAX_VALUE);
        virtual = true;
        Temporary one = buffers.take(KIB);
        buffers.release(one);
        Temporary[] other = new Temporary[1];
        Thread thread = new Thread(() -> other[0] = buffers.take(KIB));
        thread.start();
        thread.join();
        assertThat(other[0]).isSameAs(one);
    }

    @Test
    void whatIsLargerThanTheLimitIsFreedAtOnce() {
        TemporaryBuffers buffers = buffers(4 * KIB);
        Temporary large = buffers.take(4 * KIB + 1);
        assertThat(large.buffer().remaining()).isGreaterThan(4 * KIB);
        assertThat(memory.blocks).hasSize(1);
        buffers.release(large);
        assertThat(memory.blocks).isEmpty();
        assertThat(buffers.take(4 * KIB + 1)).isNotSameAs(large);
    }

    @Test
    void whatIsCachedHasNoMoreRoomThanTheLimit() {
        TemporaryBuffers buffers = buffers(3 * KIB);
        Temporary cached = buffers.take(2 * KIB + 1);
        assertThat(cached.buffer().capacity()).isBetween(2 * KIB + 1, 3 * KIB);
        buffers.release(cached);
        assertThat(buffers.take(3 * KIB)).isSameAs(cached);
    }

    @Test
    void aLimitOfNothingCachesNothing() {
        TemporaryBuffers buffers = buffers(0);
        Temporary one = buffers.take(1);
        buffers.release(one);
        assertThat(memory.blocks).isEmpty();
    }
}
