package io.nioshare.harness.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The command {@code demo}. */
public final class Demo {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Demo() {}

    /**
     * Runs the demo. The property {@code nioshare.harness} names the folder of the test harness, {@code
     * nioshare.terminal} says whether standard output is a terminal.
     *
     * @param arguments as {@code --help} explains them
     */
    public static void main(String[] arguments) throws IOException {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) throws IOException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("demo: " + e.getMessage() + "; demo --help says more");
            return MISUSED;
        }
        if (options.help()) {
            System.out.print(usage());
            return 0;
        }
        String lastLine;
        boolean good = false;
        var screen = new Screen(System.out, Boolean.getBoolean("nioshare.terminal"));
        try {
            Verdict verdict = play(options, screen);
            good = verdict.good();
            lastLine = verdict.summary();
        } catch (IOException e) {
            lastLine = "FAILED: " + e.getMessage();
        } catch (InterruptedException e) {
            lastLine = "FAILED: interrupted";
        }
        screen.line("%s", lastLine);
        return good ? 0 : FAILED;
    }

    /** All that was started has ended when this returns; the verdict comes after that. */
    private static Verdict play(Options options, Screen screen) throws IOException, InterruptedException {
        Path harness = Path.of(System.getProperty("nioshare.harness"));
        try (var performance = new Performance(harness, options, screen)) {
            return performance.play();
        }
    }

    private static String usage() throws IOException {
        try (InputStream in = Demo.class.getResourceAsStream("usage.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
