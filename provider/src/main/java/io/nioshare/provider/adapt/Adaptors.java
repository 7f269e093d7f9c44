package io.nioshare.provider.adapt;

import io.nioshare.provider.channel.ShareableDatagramChannel;
import io.nioshare.provider.channel.ShareableServerSocketChannel;
import io.nioshare.provider.channel.ShareableSocketChannel;
import io.nioshare.provider.channel.SocketViews;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;

/** Makes the views. */
public final class Adaptors implements SocketViews {

    @Override
    public Socket of(ShareableSocketChannel channel) {
        try {
            return new SocketAdaptor(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public DatagramSocket of(ShareableDatagramChannel channel) {
        try {
            return new DatagramSocketAdaptor(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ServerSocket of(ShareableServerSocketChannel channel) {
        return new ServerSocketAdaptor(channel);
    }
}
