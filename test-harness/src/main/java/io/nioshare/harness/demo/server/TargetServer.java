package io.nioshare.harness.demo.server;

import io.nioshare.ShareableChannel;
import io.nioshare.harness.demo.server.Event.Kind;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Base64;

/** Process B: takes a connection over, goes on with its response, and serves what is asked for on it afterwards. */
public final class TargetServer implements HttpConnection.Watcher {
    private final Report report = new Report("B", System.err);
    private final Link source = new Link(new FileOutputStream(FileDescriptor.out));
    private final EventLoop loop = new EventLoop();
    private final Folder folder;
    private HttpConnection connection;
    private Turns turns;
    private long sent;

    private TargetServer(Path path) throws IOException {
        this.folder = new Folder(path);
    }

    /**
     * Serves until standard input ends.
     *
     * @param arguments the folder to serve
     */
    public static void main(String[] arguments) {
        int status = 1;
        try {
            new TargetServer(Path.of(arguments[0])).run();
            status = 0;
        } catch (IOException | RuntimeException e) {
            new Report("B", System.err).failed(e);
        }
        System.exit(status);
    }

    private void run() throws IOException {
        try (loop) {
            Link.listen(System.in, line -> loop.submit(() -> receive(line)), () -> loop.submit(loop::stop));
            report.event(Kind.READY, "");
            source.send("up");
            loop.run();
        }
        report.event(Kind.SENT, sent);
    }

    private void receive(String line) throws IOException {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "pid?" -> sendPid();
            case "take" -> take(words);
            case "turn" -> turn(Long.parseLong(words[1]));
            default -> throw new IOException("A said what B doesn't understand: " + line);
        }
    }

    private void sendPid() throws IOException {
        long pid = ProcessHandle.current().pid();
        report.step(3, "receives the request and answers %d", pid);
        source.send("pid %d", pid);
    }

    private void take(String[] words) throws IOException {
        byte[] token = base64(words[1]);
        report.step(7, "receives the %d bytes", token.length);
        long start = System.nanoTime();
        SocketChannel channel = ShareableChannel.importFrom(token, SocketChannel.class);
        report.step(
                8,
                "importFrom: %s, peer %s, in %.1f ms",
                SystemCalls.HERE.importing(),
                peer(channel),
                Report.millisSince(start));
        long turnSize = Long.parseLong(words[3]);
        long position = Long.parseLong(words[4]);
        connection = new HttpConnection(channel, loop, folder, this);
        Response rest = folder.resume(words[5], position);
        if (turnSize > 0) {
            turns = new Turns(source, turnSize);
            rest.allow(position + turnSize);
        }
        connection.resume(rest, base64(words[2].substring(0, words[2].length() - 1)));
    }

    private static byte[] base64(String text) {
        return Base64.getDecoder().decode(text);
    }

    private static String peer(SocketChannel channel) throws IOException {
        return channel.getRemoteAddress().toString().replaceFirst(".*/", "");
    }

    private void turn(long position) throws IOException {
        if (position < connection.response().length()) {
            turns.mine(connection, position);
        } else {
            finishTurns();
            connection.finish();
        }
    }

    /** The response that began in A is complete; what comes is B's alone. */
    private void finishTurns() {
        if (turns != null) {
            report.turns(turns);
            turns = null;
        }
    }

    @Override
    public void begins(HttpConnection served, String path) throws IOException {
        report.event(Kind.REQUEST, served.peerPort() + " " + path);
    }

    @Override
    public void wrote(HttpConnection served, int bytes) throws IOException {
        if (sent == 0) {
            report.step(9, "uses the shared socket: its first %,d bytes are written", bytes);
            source.send("using");
        }
        sent += bytes;
    }

    @Override
    public void allowanceUsed(HttpConnection served) throws IOException {
        boolean finished = served.response().finished();
        if (turns != null) {
            turns.theirs(served);
        }
        if (finished) {
            finishTurns();
            served.finish();
        }
    }
}
