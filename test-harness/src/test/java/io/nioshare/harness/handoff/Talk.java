package io.nioshare.harness.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** What either process does with a channel in blocking mode. */
final class Talk {

    /** That no room comes can only be waited for. */
    private static final int GRACE_MILLIS = 1_000;

    private Talk() {}

    static int send(SocketChannel channel, String text) throws IOException {
        return channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    /** Reads that many bytes, or fewer when the stream ends before. */
    static String receive(ReadableByteChannel channel, int length) throws IOException {
        return new String(receiveBytes(channel, length), UTF_8);
    }

    static byte[] receiveBytes(ReadableByteChannel channel, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // until all is there
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** Fills a non-blocking channel's way to its peer until no room comes, with bytes that {@link #filler} knows. */
    static long fill(SocketChannel channel) throws IOException {
        long total = 0;
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            // The system makes room for a while as it moves bytes between its own buffers.
            while (selector.select(GRACE_MILLIS) > 0) {
                selector.selectedKeys().clear();
                int count;
                do {
                    count = channel.write(ByteBuffer.wrap(filler(total, 16 * 1024)));
                    total += count;
                } while (count > 0);
            }
        }
        return total;
    }

    /** The bytes at this place of an endless pattern, whose period is no power of two. */
    static byte[] filler(long from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ((from + i) % 251);
        }
        return bytes;
    }
}
