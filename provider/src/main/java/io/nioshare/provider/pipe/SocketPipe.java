package io.nioshare.provider.pipe;

import io.nioshare.provider.channel.ShareableSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/** A pipe whose ends are the two ends of a TCP connection over loopback. */
public final class SocketPipe extends Pipe {

    private final PipeSource source;
    private final PipeSink sink;

    private SocketPipe(PipeSource source, PipeSink sink) {
        this.source = source;
        this.sink = sink;
    }

    /** Opens a pipe. An interrupt doesn't hinder it: nothing that the caller has is closed by that. */
    public static SocketPipe open(SelectorProvider provider) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return connect(provider);
                } catch (ClosedByInterruptException e) {
                    interrupted = Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static SocketPipe connect(SelectorProvider provider) throws IOException {
        try (ServerSocketChannel listener = provider.openServerSocketChannel(StandardProtocolFamily.INET)) {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            listener.bind(new InetSocketAddress(loopback, 0));
            ShareableSocketChannel written =
                    (ShareableSocketChannel) provider.openSocketChannel(StandardProtocolFamily.INET);
            try {
                written.connect(listener.getLocalAddress());
                written.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SocketChannel read = acceptFrom(listener, written);
                return new SocketPipe(new PipeSource((ShareableSocketChannel) read), new PipeSink(written));
            } catch (IOException | RuntimeException e) {
                written.close();
                throw e;
            }
        }
    }

    /**
     * Any program of this host could connect in between. The address of our own end can't be had by anybody else while
     * it is open, so whoever comes from there is us.
     */
    private static SocketChannel acceptFrom(ServerSocketChannel listener, ShareableSocketChannel expected)
            throws IOException {
        while (true) {
            SocketChannel accepted = listener.accept();
            if (expected.lastLocalAddress().equals(accepted.getRemoteAddress())) {
                return accepted;
            }
            accepted.close();
        }
    }

    @Override
    public SourceChannel source() {
        return source;
    }

    @Override
    public SinkChannel sink() {
        return sink;
    }
}
