package io.nioshare.harness.demo.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** One connection: requests come in, files go out, one at a time. All methods are called by the loop's thread. */
final class HttpConnection implements EventLoop.Handler, Closeable {
    private static final int HEAD_LIMIT = 8 * 1024;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Folder folder;
    private final Watcher watcher;
    private final ByteBuffer input = ByteBuffer.allocate(HEAD_LIMIT);
    private Response response;

    /** Who decides how far a response may go. */
    interface Watcher {
        /** A response is about to begin. */
        void begins(HttpConnection connection, String path) throws IOException;

        /** Some bytes of a body were written. */
        void wrote(HttpConnection connection, int bytes) throws IOException;

        /** All was written that the response allows. The default is that this is its end. */
        default void allowanceUsed(HttpConnection connection) throws IOException {
            connection.finish();
        }
    }

    HttpConnection(SocketChannel channel, EventLoop loop, Folder folder, Watcher watcher) throws IOException {
        this.channel = channel;
        this.folder = folder;
        this.watcher = watcher;
        channel.configureBlocking(false);
        key = loop.register(channel, SelectionKey.OP_READ, this);
    }

    SocketChannel channel() {
        return channel;
    }

    Response response() {
        return response;
    }

    int peerPort() throws IOException {
        return ((InetSocketAddress) channel.getRemoteAddress()).getPort();
    }

    /** What was read and isn't used yet: it belongs to the connection, wherever that goes. */
    byte[] unread() {
        byte[] bytes = new byte[input.position()];
        input.duplicate().flip().get(bytes);
        return bytes;
    }

    /** Goes on with a response that another process began. */
    void resume(Response begun, byte[] unread) {
        input.put(unread);
        response = begun;
        proceed();
    }

    /** Neither reads nor writes before {@link #proceed()}. */
    void pause() {
        key.interestOps(0);
    }

    void proceed() {
        key.interestOps(SelectionKey.OP_WRITE);
    }

    /** Ends the response and turns to the next request. */
    void finish() throws IOException {
        boolean keepAlive = response.keepAlive();
        response.close();
        response = null;
        if (keepAlive) {
            key.interestOps(SelectionKey.OP_READ);
            next();
        } else {
            close();
        }
    }

    @Override
    public void ready() throws IOException {
        try {
            if (response == null) {
                read();
            } else {
                write();
            }
        } catch (IOException e) {
            // One client that goes away is no reason to leave the others.
            System.err.println("connection given up: " + e);
            close();
        }
    }

    private void read() throws IOException {
        if (channel.read(input) < 0) {
            close();
            return;
        }
        next();
    }

    private void next() throws IOException {
        input.flip();
        Optional<HttpRequest> request = HttpRequest.take(input);
        input.compact();
        if (request.isPresent()) {
            response = folder.respond(request.get());
            watcher.begins(this, request.get().path());
            proceed();
        } else if (!input.hasRemaining()) {
            response = Response.error("431 Request Header Fields Too Large");
            proceed();
        }
    }

    private void write() throws IOException {
        int written = response.writeTo(channel);
        if (written > 0) {
            watcher.wrote(this, written);
        }
        if (response.allowanceUsed()) {
            watcher.allowanceUsed(this);
        }
    }

    /** Gives up this process's descriptor; where another process has one too, the peer notices nothing. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (response != null) {
            response.close();
        }
    }
}
