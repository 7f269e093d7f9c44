package io.nioshare;

import io.nioshare.spi.SharingProvider;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/** A provider that imports every token as the same channel, and opens nothing. */
final class FakeProvider extends SelectorProvider implements SharingProvider {
    private final FakeChannel imported;

    FakeProvider(final FakeChannel imported) {
        this.imported = imported;
    }

    @Override
    public ShareableChannel importFrom(final byte[] token) {
        return imported;
    }

    @Override
    public <C> C importFrom(final byte[] token, final Class<C> type) throws TokenException {
        if (type.isInstance(imported)) {
            return type.cast(imported);
        }
        imported.close();
        throw new TokenException(
                TokenException.Reason.WRONG_KIND,
                ShareFailure.withoutCode("importFrom", "it is a fake", "ask for one"));
    }

    @Override
    public DatagramChannel openDatagramChannel() {
        throw new UnsupportedOperationException();
    }

    @Override
    public DatagramChannel openDatagramChannel(final ProtocolFamily family) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Pipe openPipe() {
        throw new UnsupportedOperationException();
    }

    @Override
    public AbstractSelector openSelector() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketChannel openSocketChannel() {
        throw new UnsupportedOperationException();
    }

    /** A channel that can be shared, and remembers whether it was closed. */
    static final class FakeChannel implements ShareableChannel {
        private boolean open = true;

        @Override
        public byte[] exportTo(final long pid) {
            return new byte[0];
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
