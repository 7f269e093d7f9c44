package io.nioshare.harness.demo;

import java.io.PrintStream;
import java.util.Locale;

/** Lines, and below them a progress bar: redrawn in place on a terminal, a line per tenth elsewhere. */
final class Screen {
    static final int CELLS = 40;
    private static final int TENTHS = 10;
    private static final double MEBIBYTE = 1024.0 * 1024;
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintStream out;
    private final boolean terminal;
    private String bar = "";
    private int tenth;
    private long started;

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    synchronized void line(String format, Object... arguments) {
        String below = bar;
        erase();
        out.println(String.format(Locale.ROOT, format, arguments));
        draw(below);
    }

    /**
     * Moves the bar.
     *
     * @param cells what each cell shows once it is reached
     */
    synchronized void progress(long done, long total, CharSequence cells) {
        String text = text(done, total, cells);
        if (terminal) {
            erase();
            draw(text);
        } else if (done * TENTHS / total > tenth) {
            tenth = (int) (done * TENTHS / total);
            out.println(text);
        }
    }

    /** Leaves the bar standing. */
    synchronized void endProgress() {
        if (!bar.isEmpty()) {
            out.println();
            bar = "";
        }
    }

    private String text(long done, long total, CharSequence cells) {
        if (started == 0) {
            started = System.nanoTime();
        }
        double seconds = (System.nanoTime() - started) / NANOS_PER_SECOND;
        int reached = (int) (done * CELLS / total);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3d %% of %.0f MiB after %.1f s",
                cells.subSequence(0, reached),
                ".".repeat(CELLS - reached),
                100 * done / total,
                total / MEBIBYTE,
                seconds);
    }

    private void draw(String text) {
        out.print(text);
        out.flush();
        bar = text;
    }

    /** With blanks and carriage returns, which every terminal knows. */
    private void erase() {
        if (!bar.isEmpty()) {
            out.print("\r" + " ".repeat(bar.length()) + "\r");
            bar = "";
        }
    }
}
