package io.nioshare.provider.adapt;

import io.nioshare.provider.channel.ShareableSocketChannel;
import io.nioshare.provider.os.OsStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.IntSupplier;

/** Reads a channel in blocking mode, with the timeout that its socket view has at the time. */
final class ChannelInputStream extends InputStream {

    private final ShareableSocketChannel channel;
    private final IntSupplier timeout;

    ChannelInputStream(ShareableSocketChannel channel, IntSupplier timeout) {
        this.channel = channel;
        this.timeout = timeout;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        int millis = timeout.getAsInt();
        return channel.read(ByteBuffer.wrap(bytes, offset, length), millis == 0 ? OsStatus.FOREVER : millis);
    }

    @Override
    public int available() throws IOException {
        return channel.available();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
