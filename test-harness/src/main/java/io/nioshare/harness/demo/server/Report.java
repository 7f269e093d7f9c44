package io.nioshare.harness.demo.server;

import io.nioshare.harness.demo.server.Event.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Tells whoever watches the demo what this process does. */
final class Report {
    private static final double NANOS_PER_MILLI = 1e6;

    private final String process;
    private final long pid = ProcessHandle.current().pid();
    private final PrintStream out;

    Report(String process, PrintStream out) {
        this.process = process;
        this.out = out;
    }

    void event(Kind kind, Object text) {
        say(new Event(kind, process, pid, String.valueOf(text)).line());
    }

    /** A step of the ten that the Windows documentation gives for WSADuplicateSocketW. */
    void step(int number, String format, Object... arguments) {
        event(Kind.STEP, number + " " + String.format(Locale.ROOT, format, arguments));
    }

    static double millisSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / NANOS_PER_MILLI;
    }

    void failed(Exception cause) {
        // The message of an I/O error is written for people, that of a programming error isn't.
        event(Kind.FAILED, cause instanceof IOException ? cause.getMessage() : cause);
    }

    void turns(Turns turns) {
        event(Kind.NOTE, String.format(Locale.ROOT, "wrote %d turns of %,d bytes", turns.taken(), turns.size()));
    }

    /** Passes on a line that isn't ours. */
    void say(String line) {
        // In one write: A and B share the stream, and a line in two parts could be torn.
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            out.write(bytes, 0, bytes.length);
            out.flush();
        }
    }
}
