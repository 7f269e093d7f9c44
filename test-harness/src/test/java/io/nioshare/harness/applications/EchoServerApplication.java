package io.nioshare.harness.applications;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The echo server of every NIO tutorial; its clients are {@code java.net.Socket}s, which no provider serves. */
final class EchoServerApplication {

    private static final byte[] CONTENT = Check.content(3, 50_000);

    private EchoServerApplication() {}

    public static void main(String[] arguments) throws Exception {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.socket().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Check.CONNECTIONS);
        Thread loop = new Thread(() -> serve(server), "server");
        loop.setDaemon(true);
        loop.start();
        ExecutorService clients = Executors.newFixedThreadPool(Check.CONNECTIONS);
        List<Future<byte[]>> echoes = new ArrayList<>();
        for (int i = 0; i < Check.CONNECTIONS; i++) {
            echoes.add(clients.submit(client(server.socket().getLocalPort())));
        }
        for (Future<byte[]> echo : echoes) {
            Check.equal("checksum", true, Check.sameChecksum(CONTENT, echo.get(Check.LIMIT_SECONDS, TimeUnit.SECONDS)));
        }
        Check.passed();
    }

    private static Callable<byte[]> client(int port) {
        return () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write(CONTENT);
                socket.shutdownOutput();
                return socket.getInputStream().readAllBytes();
            }
        };
    }

    private static void serve(ServerSocketChannel server) {
        try (Selector selector = Selector.open()) {
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            while (true) {
                selector.select();
                Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
                while (keys.hasNext()) {
                    SelectionKey key = keys.next();
                    keys.remove();
                    if (key.isAcceptable()) {
                        accept(server, selector);
                    } else {
                        echo(key);
                    }
                }
            }
        } catch (IOException e) {
            e.printStackTrace();
        }
    }

    private static void accept(ServerSocketChannel server, Selector selector) throws IOException {
        SocketChannel accepted = server.accept();
        if (accepted != null) {
            accepted.configureBlocking(false);
            accepted.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(16_384));
        }
    }

    private static void echo(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        boolean ended = key.isReadable() && channel.read(buffer) < 0;
        buffer.flip();
        channel.write(buffer);
        boolean left = buffer.hasRemaining();
        buffer.compact();
        if (ended && !left) {
            channel.close();
        } else {
            key.interestOps(left ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }
}
