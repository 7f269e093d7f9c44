package io.nioshare.provider.windows.afd;

import io.nioshare.provider.windows.jna.Afd;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.BitSet;

/**
 * Poll devices and their completion port that take no time: a poll completes at once if it names a ready socket, in order,
 * and otherwise never. Allocates nothing once it is running.
 */
final class SwiftKernel implements CompletionQueue, SocketTable {
    /** As many as are taken out of the real port at once. */
    private static final int BATCH = 256;

    private static final int PENDING = 0x103;
    private static final int CANCELLED = 0xC0000120;

    private final SwiftMemory memory;
    private final BitSet ready = new BitSet();
    /** A ring of what completed: blocks, and the groups that they belong to. */
    private final long[] blocks;

    private final int[] groups;
    private final long[] batchBlocks = new long[BATCH];
    private final int[] batchGroups = new int[BATCH];
    private int first;
    private int count;

    /** @param capacity how many requests there may be */
    SwiftKernel(SwiftMemory memory, int capacity) {
        this.memory = memory;
        blocks = new long[capacity];
        groups = new int[capacity];
    }

    /** Each of its polls is answered with what it asks for. */
    void makeReady(long socket) {
        ready.set((int) socket);
    }

    PollDevice open(int group) {
        return new PollDevice() {
            @Override
            public boolean submit(long block, int sockets) {
                answer(group, block, sockets);
                // As if it took a moment: what is measured is the way through a request.
                return true;
            }

            @Override
            public void cancel(long block) {
                SwiftKernel.this.cancel(group, block);
            }

            @Override
            public void close() {}
        };
    }

    private void answer(int group, long block, int sockets) {
        ByteBuffer view = memory.all();
        LongBuffer words = memory.words();
        int at = memory.offset(block);
        int word = at / Long.BYTES;
        int answered = 0;
        for (int i = 0; i < sockets; i++) {
            long socket = PollBlock.socket(words, word, i);
            if (ready.get((int) socket)) {
                PollBlock.ask(words, word, answered, socket, PollBlock.events(words, word, i));
                answered++;
            }
        }
        view.putInt(at + PollBlock.INFO + Afd.INFO_HANDLES, answered);
        if (answered == 0) {
            view.putInt(at + Afd.IO_STATUS_STATUS, PENDING);
        } else {
            complete(group, block, 0);
        }
    }

    private void cancel(int group, long block) {
        if (memory.all().getInt(memory.offset(block) + Afd.IO_STATUS_STATUS) == PENDING) {
            complete(group, block, CANCELLED);
        }
    }

    private void complete(int group, long block, int status) {
        memory.all().putInt(memory.offset(block) + Afd.IO_STATUS_STATUS, status);
        int last = (first + count) % blocks.length;
        blocks[last] = block;
        groups[last] = group;
        count++;
    }

    /** Knows what is ready. */
    Probe probe() {
        return new Probe() {
            @Override
            public boolean hasData(long socket) {
                return ready.get((int) socket);
            }

            @Override
            public boolean pollsAreQuick() {
                return true;
            }

            @Override
            public int occurred(long socket, int events) {
                return ready.get((int) socket) ? events : 0;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public int take(long timeout, int most) {
        int taken = Math.min(Math.min(count, most), BATCH);
        for (int i = 0; i < taken; i++) {
            batchBlocks[i] = blocks[first];
            batchGroups[i] = groups[first];
            first = (first + 1) % blocks.length;
        }
        count -= taken;
        return taken;
    }

    @Override
    public long key(int index) {
        return batchGroups[index];
    }

    @Override
    public long block(int index) {
        return batchBlocks[index];
    }

    @Override
    public void post(long key) {
        throw new UnsupportedOperationException("one thread alone needs no wakeup");
    }

    @Override
    public void openSocket(long socket) {}

    @Override
    public void closeSocket(long socket) {}

    @Override
    public void close() {}
}
