package io.nioshare.harness.bench.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.function.IntFunction;

/** 64 KiB in one buffer or in sixteen. */
public enum Buffers {
    HEAP(1, ByteBuffer::allocate),
    DIRECT(1, ByteBuffer::allocateDirect),
    SIXTEEN(16, ByteBuffer::allocateDirect);

    private static final int SIZE = 64 * 1024;

    private final int count;
    private final IntFunction<ByteBuffer> allocator;

    Buffers(int count, IntFunction<ByteBuffer> allocator) {
        this.count = count;
        this.allocator = allocator;
    }

    /** Those of one connection. */
    Piece piece() {
        ByteBuffer[] buffers = new ByteBuffer[count];
        Arrays.setAll(buffers, i -> allocator.apply(SIZE / count));
        return count == 1 ? new Single(buffers[0]) : new Several(buffers);
    }

    /** 64 KiB on their way. */
    interface Piece {
        /** Writes some; begins again when all are written. Returns whether all were. */
        boolean write(SocketChannel channel) throws IOException;

        /** Reads some over whatever was read before. Returns their number, or -1. */
        long read(SocketChannel channel) throws IOException;
    }

    private record Single(ByteBuffer buffer) implements Piece {
        @Override
        public boolean write(SocketChannel channel) throws IOException {
            channel.write(buffer);
            boolean all = !buffer.hasRemaining();
            if (all) {
                buffer.clear();
            }
            return all;
        }

        @Override
        public long read(SocketChannel channel) throws IOException {
            buffer.clear();
            return channel.read(buffer);
        }
    }

    private record Several(ByteBuffer[] buffers) implements Piece {
        @Override
        public boolean write(SocketChannel channel) throws IOException {
            channel.write(buffers);
            boolean all = !buffers[buffers.length - 1].hasRemaining();
            if (all) {
                clear();
            }
            return all;
        }

        @Override
        public long read(SocketChannel channel) throws IOException {
            clear();
            return channel.read(buffers);
        }

        private void clear() {
            for (ByteBuffer buffer : buffers) {
                buffer.clear();
            }
        }
    }
}
