package io.nioshare.harness.bench;

import io.nioshare.harness.bench.mode.Contender;
import io.nioshare.harness.bench.mode.Modes;
import io.nioshare.harness.bench.report.LegResult;
import io.nioshare.harness.bench.report.Plot;
import io.nioshare.harness.bench.report.ResultFile;
import io.nioshare.harness.bench.report.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** The command {@code bench}. */
public final class Bench {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private static final String SUBJECT = Contender.NIO_SHARE.title();
    private static final List<String> BESIDE = List.of(Contender.NETTY.title(), Contender.C.title());

    private final Path harness;
    private final Options options;

    private Bench(Path harness, Options options) {
        this.harness = harness;
        this.options = options;
    }

    /**
     * Measures. The property {@code nioshare.harness} names the folder of the test harness, {@code nioshare.bench.cpu}
     * the processor that everything is pinned to.
     *
     * @param arguments as {@code --help} explains them
     */
    public static void main(String[] arguments) throws IOException {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) throws IOException {
        Path harness = Path.of(System.getProperty("nioshare.harness"));
        Options options;
        try {
            options = new Options(harness.resolve("target/bench"), arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "; bench --help says more");
            return MISUSED;
        }
        if (options.help()) {
            System.out.print(usage());
            return 0;
        }
        if (options.list()) {
            Modes.all().forEach(mode -> System.out.printf("%-17s %s%n", mode.name(), mode.operation()));
            return 0;
        }
        if (options.plot() != null) {
            draw(options.plot());
            return 0;
        }
        return new Bench(harness, options).measure() ? 0 : FAILED;
    }

    private boolean measure() throws IOException {
        Files.createDirectories(options.output());
        boolean good = true;
        for (String leg : options.legs()) {
            good &= measure(Leg.of(leg, harness, options.jdk()));
        }
        return good;
    }

    private boolean measure(Leg leg) throws IOException {
        Path scratch = Files.createTempDirectory("bench");
        var machine = new Machine(leg, leg.classPath(harness), scratch);
        var table = new Table(
                System.out,
                SUBJECT,
                BESIDE.stream()
                        .filter(contender -> leg.netty() || !contender.equals(Contender.NETTY.title()))
                        .toList());
        try (Runner runner = new Runner(machine, options)) {
            var result = new LegResult(
                    leg.name(),
                    runner.platform(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                    conditions());
            table.begin(result);
            runner.run(result, table);
            table.end(result);
            Path file = options.output().resolve(leg.name() + ".json");
            ResultFile.write(result, file);
            draw(file);
            return result.modes().stream().allMatch(mode -> mode.failure() == null);
        }
    }

    /** Beside the file. */
    private static void draw(Path file) throws IOException {
        String svg = Plot.draw(ResultFile.read(file), SUBJECT, BESIDE);
        Files.writeString(Path.of(file.toString().replaceFirst("\\.json$", "") + ".svg"), svg);
    }

    private String conditions() {
        return String.format(
                Locale.ROOT,
                "%d pairs, each %.1f s after %.1f s of warm-up, %s",
                options.pairs(),
                options.nanos() / 1e9,
                options.warmUpNanos() / 1e9,
                cpu());
    }

    private static String cpu() {
        String cpu = System.getProperty("nioshare.bench.cpu", "");
        return cpu.isEmpty() ? "not pinned" : "all on CPU " + cpu;
    }

    private static String usage() throws IOException {
        try (InputStream in = Bench.class.getResourceAsStream("usage.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
