package io.nioshare.harness.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Plain sockets to a workload. They are java.net.Socket, which takes no SelectorProvider: the load is the same whatever
 * is measured.
 */
final class Connections implements AutoCloseable {
    private static final int MESSAGE = 64;

    private final List<Socket> sockets = new ArrayList<>();
    private final byte[] message = new byte[MESSAGE];
    private final byte[] reply = new byte[MESSAGE];

    Connections(int port, int count) throws IOException {
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(connect(port));
            }
        } catch (IOException e) {
            closeAll(e);
            throw e;
        }
    }

    static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }

    int count() {
        return sockets.size();
    }

    void ask(int index) throws IOException {
        message[0]++;
        sockets.get(index).getOutputStream().write(message);
    }

    /** Awaits the reply to the last message. */
    void hear(int index) throws IOException {
        int length = sockets.get(index).getInputStream().readNBytes(reply, 0, MESSAGE);
        if (length < MESSAGE) {
            throw new IOException("connection " + index + " was closed instead of answered");
        }
    }

    /**
     * Asks and hears on each before it comes to the next. At the return every connection is accepted and registered, and
     * never were many of them busy at once, which some selectors take minutes for.
     */
    void oneByOne() throws IOException {
        for (int i = 0; i < count(); i++) {
            ask(i);
            hear(i);
        }
    }

    /** Asks on all, then hears all. At the first return every connection is accepted and registered. */
    void round() throws IOException {
        for (int i = 0; i < count(); i++) {
            ask(i);
        }
        for (int i = 0; i < count(); i++) {
            hear(i);
        }
    }

    /** Ends all streams. At the return the other side has closed its end of every connection. */
    void awaitEnd() throws IOException {
        for (Socket socket : sockets) {
            socket.shutdownOutput();
        }
        for (Socket socket : sockets) {
            if (socket.getInputStream().read() >= 0) {
                throw new IOException("more than the replies came");
            }
        }
    }

    private void closeAll(IOException reason) {
        try {
            close();
        } catch (UncheckedIOException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        IOException failure = null;
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw new UncheckedIOException(failure);
        }
    }
}
