package io.nioshare.harness.demo.server;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** A response on its way: a head, and a body from a file, of which only so much is written as is allowed. */
final class Response implements Closeable {
    private static final int CHUNK = 256 * 1024;

    private final ByteBuffer head;
    private final FileChannel body;
    private final long length;
    private final boolean keepAlive;

    /** What was read from the file and isn't written yet. */
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).limit(0);

    /** The next byte of the body to be written. */
    private long position;

    /** The first byte of the body that must not be written. */
    private long allowed;

    private Response(String head, FileChannel body, long position, boolean keepAlive) throws IOException {
        this.head = ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1));
        this.body = body;
        this.length = body == null ? 0 : body.size();
        this.position = position;
        this.allowed = length;
        this.keepAlive = keepAlive;
    }

    static Response of(FileChannel body, boolean keepAlive) throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " + body.size()
                + "\r\nConnection: " + (keepAlive ? "keep-alive" : "close") + "\r\n\r\n";
        return new Response(head, body, 0, keepAlive);
    }

    static Response error(String status) throws IOException {
        return new Response(
                "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", null, 0, false);
    }

    /** The body of a response whose head is written, from a position on. */
    static Response rest(FileChannel body, long position) throws IOException {
        return new Response("", body, position, true);
    }

    long length() {
        return length;
    }

    long position() {
        return position;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    /** Another process wrote up to here. */
    void moveTo(long newPosition) {
        position = newPosition;
    }

    /** Writes no further than to this position until more is allowed. */
    void allow(long end) {
        allowed = Math.min(end, length);
    }

    boolean allowanceUsed() {
        return !head.hasRemaining() && position >= allowed;
    }

    boolean finished() {
        return !head.hasRemaining() && position >= length;
    }

    /**
     * Writes what the channel takes at once.
     *
     * @return the number of bytes of the body that it took
     */
    int writeTo(WritableByteChannel channel) throws IOException {
        if (head.hasRemaining()) {
            channel.write(head);
        }
        if (head.hasRemaining() || position >= allowed) {
            return 0;
        }
        if (!chunk.hasRemaining()) {
            fill();
        }
        int written = channel.write(chunk);
        position += written;
        return written;
    }

    private void fill() throws IOException {
        chunk.clear().limit((int) Math.min(CHUNK, allowed - position));
        if (body.read(chunk, position) < 0) {
            throw new EOFException("the file became shorter while it was sent");
        }
        chunk.flip();
    }

    @Override
    public void close() throws IOException {
        if (body != null) {
            body.close();
        }
    }
}
