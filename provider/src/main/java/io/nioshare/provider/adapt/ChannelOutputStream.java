package io.nioshare.provider.adapt;

import io.nioshare.provider.channel.ShareableSocketChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Writes a channel in blocking mode. */
final class ChannelOutputStream extends OutputStream {

    private final ShareableSocketChannel channel;

    ChannelOutputStream(ShareableSocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return;
        }
        ByteBuffer source = ByteBuffer.wrap(bytes, offset, length);
        channel.writeFully(source);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
