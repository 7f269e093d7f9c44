package io.nioshare.provider.channel;

import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;

/** Makes the {@code java.net} views of channels. */
public interface SocketViews {

    Socket of(ShareableSocketChannel channel);

    DatagramSocket of(ShareableDatagramChannel channel);

    ServerSocket of(ShareableServerSocketChannel channel);
}
