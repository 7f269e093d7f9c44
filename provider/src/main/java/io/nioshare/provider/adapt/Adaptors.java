package io.nioshare.provider.adapt;

import io.nioshare.provider.channel.ShareableDatagramChannel;
import io.nioshare.provider.channel.ShareableServerSocketChannel;
import io.nioshare.provider.channel.ShareableSocketChannel;
import io.nioshare.provider.channel.SocketViews;
import io.nioshare.provider.security.Privileged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;

/** Makes the views. */
public final class Adaptors implements SocketViews {

    @Override
    public Socket of(ShareableSocketChannel channel) {
        return made(() -> new SocketAdaptor(channel));
    }

    @Override
    public DatagramSocket of(ShareableDatagramChannel channel) {
        return made(() -> new DatagramSocketAdaptor(channel));
    }

    @Override
    public ServerSocket of(ShareableServerSocketChannel channel) {
        return made(() -> new ServerSocketAdaptor(channel));
    }

    /** Their superclasses want a permission of whoever makes a subclass. */
    private static <V> V made(Privileged.Action<V, IOException> constructor) {
        try {
            return Privileged.run(constructor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
