package io.nioshare.harness.demo.server;

import io.nioshare.harness.demo.server.Event.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Process A: accepts connections and serves files, and hands one connection to B in the middle of a body. */
public final class SourceServer implements HttpConnection.Watcher {
    /** The response in the middle of which the connection moves. */
    public static final String MOVING_PATH = "/large.bin";

    private final Report report = new Report("A", System.out);
    private final EventLoop loop = new EventLoop();
    private final Folder folder;
    private final long turnSize;
    private ServerSocketChannel listener;
    private TargetProcess target;
    private HandOff handOff;
    private long sent;
    private boolean failed;

    private SourceServer(Path path, long turnSize) throws IOException {
        this.folder = new Folder(path);
        this.turnSize = turnSize;
    }

    /**
     * Serves until standard input ends.
     *
     * @param arguments the folder to serve, the port to listen on (0 for any), and the size of a turn (0 to hand the
     *     connection over for good)
     */
    public static void main(String[] arguments) {
        int status = 1;
        try {
            var server = new SourceServer(Path.of(arguments[0]), Long.parseLong(arguments[2]));
            status = server.run(arguments[0], Integer.parseInt(arguments[1]));
        } catch (IOException | RuntimeException e) {
            new Report("A", System.out).failed(e);
        }
        // The thread on standard input may not be in the mood to end.
        System.exit(status);
    }

    private int run(String folder, int port) throws IOException {
        try (loop) {
            target = TargetProcess.start(
                    folder, line -> loop.submit(() -> receive(line)), () -> loop.submit(this::targetEnded));
            listen(port);
            Link.listen(System.in, line -> {}, () -> loop.submit(loop::stop));
            loop.run();
        } finally {
            if (target != null) {
                failed |= !target.end();
            }
        }
        report.event(Kind.SENT, sent);
        return failed ? 1 : 0;
    }

    private void listen(int port) throws IOException {
        listener = ServerSocketChannel.open();
        try {
            listener.bind(new InetSocketAddress("127.0.0.1", port));
        } catch (IOException e) {
            throw new IOException("can't listen on port " + port + ": " + e.getMessage(), e);
        }
        listener.configureBlocking(false);
        loop.register(listener, SelectionKey.OP_ACCEPT, this::accept);
    }

    private void accept() throws IOException {
        SocketChannel channel = listener.accept();
        if (channel != null) {
            var connection = new HttpConnection(channel, loop, folder, this);
            report.event(Kind.ACCEPTED, connection.peerPort());
        }
    }

    /** A line from B: the first says that it is up, and only then is it time for clients. */
    private void receive(String line) throws IOException {
        if (line.equals("up")) {
            report.event(Kind.READY, ((InetSocketAddress) listener.getLocalAddress()).getPort());
        } else if (handOff == null) {
            report.say(line);
        } else {
            handOff.receive(line);
        }
    }

    private void targetEnded() {
        report.event(Kind.FAILED, "process B ended in the middle of the demo");
        failed = true;
        loop.stop();
    }

    @Override
    public void begins(HttpConnection connection, String path) throws IOException {
        report.event(Kind.REQUEST, connection.peerPort() + " " + path);
        if (handOff == null && path.equals(MOVING_PATH)) {
            report.step(1, "%s: has a connection with port %d", SystemCalls.HERE.accepting(), connection.peerPort());
            connection.response().allow(connection.response().length() / 2);
        }
    }

    @Override
    public void wrote(HttpConnection connection, int bytes) {
        sent += bytes;
    }

    @Override
    public void allowanceUsed(HttpConnection connection) throws IOException {
        if (handOff != null && handOff.concerns(connection)) {
            handOff.turnUsed();
        } else if (connection.response().finished()) {
            connection.finish();
        } else {
            connection.pause();
            handOff = new HandOff(connection, MOVING_PATH, target.link(), turnSize, report);
        }
    }
}
