package io.nioshare.harness.demo.server;

import io.nioshare.ShareableChannel;
import io.nioshare.harness.demo.server.Event.Kind;
import java.io.IOException;
import java.util.Base64;

/** A's side of the ten steps, for one connection. */
final class HandOff {
    private final HttpConnection connection;
    private final String path;
    private final Link target;
    private final long turnSize;
    private final Turns turns;
    private final Report report;
    private final long decided = System.nanoTime();

    /**
     * Decides to hand over a connection that is paused in the middle of a response.
     *
     * @param turnSize 0 to leave the connection to the target, otherwise how many bytes each of the two writes in turn
     */
    HandOff(HttpConnection connection, String path, Link target, long turnSize, Report report) throws IOException {
        this.connection = connection;
        this.path = path;
        this.target = target;
        this.turnSize = turnSize;
        this.turns = new Turns(target, turnSize);
        this.report = report;
        report.event(Kind.DECIDED, connection.response().position());
        report.step(2, "asks B for its process id");
        target.send("pid?");
    }

    boolean concerns(HttpConnection other) {
        return connection == other;
    }

    /** A line from the target. */
    void receive(String line) throws IOException {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "pid" -> export(Long.parseLong(words[1]));
            case "using" -> handedOver();
            case "turn" -> turn(Long.parseLong(words[1]));
            default -> report.say(line);
        }
    }

    private void export(long pid) throws IOException {
        report.step(4, "receives the process id %d", pid);
        long start = System.nanoTime();
        byte[] token = ShareableChannel.of(connection.channel()).exportTo(pid);
        report.step(
                5,
                "exportTo(%d): %s, in %.1f ms",
                pid,
                SystemCalls.HERE.exporting(token.length),
                Report.millisSince(start));
        report.step(6, "sends the %d bytes to B", token.length);
        target.send(
                "take %s %s. %d %d %s",
                base64(token),
                base64(connection.unread()),
                turnSize,
                connection.response().position(),
                path);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private void handedOver() throws IOException {
        report.event(Kind.HANDED_OVER, System.nanoTime() - decided);
        if (turnSize == 0) {
            leave();
        }
    }

    private void turn(long position) throws IOException {
        if (position < connection.response().length()) {
            turns.mine(connection, position);
        } else {
            leave();
        }
    }

    /** This process's turn is over: the target goes on. */
    void turnUsed() throws IOException {
        boolean finished = connection.response().finished();
        turns.theirs(connection);
        if (finished) {
            leave();
        }
    }

    private void leave() throws IOException {
        connection.close();
        if (turnSize > 0) {
            report.turns(turns);
        }
        report.step(10, "close(): %s; the connection lives on in B", SystemCalls.HERE.closing());
    }
}
