package io.nioshare.harness.demo;

import io.nioshare.harness.demo.server.Event;
import io.nioshare.harness.demo.server.Event.Kind;
import io.nioshare.harness.demo.server.SourceServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One run of the demo, from the making of the files to the verdict. Whatever it started ends with it. */
final class Performance implements AutoCloseable {
    private static final int SECOND_FILE_MEBIBYTES = 4;
    private static final long TURN_SIZE = 1024 * 1024;
    private static final long FRAME_MILLIS = 50;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Path harness;
    private final Options options;
    private final Screen screen;
    private final Verdict verdict = new Verdict();
    private final Thread cleaner = new Thread(this::cleanUp, "cleaner");

    // Read by the cleaner, which runs whenever somebody types Ctrl-C.
    private volatile Workspace workspace;
    private volatile Client client;
    private volatile Server server;

    private Progress progress;

    Performance(Path harness, Options options, Screen screen) {
        this.harness = harness;
        this.options = options;
        this.screen = screen;
        Runtime.getRuntime().addShutdownHook(cleaner);
    }

    Verdict play() throws IOException, InterruptedException {
        client = Client.choose(options.client());
        workspace = new Workspace();
        List<Download> downloads = List.of(
                workspace.create(SourceServer.MOVING_PATH.substring(1), options.mebibytes()),
                workspace.create("second.bin", SECOND_FILE_MEBIBYTES));
        screen.line("%s downloads %s", client.name(), names(downloads));
        screen.line("The bar shows who sent what: A, B%s", options.keepSource() ? ", or (=) both in turn" : "");
        progress = new Progress(downloads, options.keepSource());
        server = new Server(harness, workspace, options, options.keepSource() ? TURN_SIZE : 0);
        if (awaitReady()) {
            client.start(downloads, (int) verdict.lastNumber(Kind.READY));
            watch();
            endServer();
            examine(downloads);
        }
        return verdict;
    }

    private static String names(List<Download> downloads) throws IOException {
        StringBuilder names = new StringBuilder();
        for (Download download : downloads) {
            names.append(names.isEmpty() ? "" : ", then on the same connection ")
                    .append(String.format(Locale.ROOT, "%s (%,d bytes)", download.name(), download.size()));
        }
        return names.toString();
    }

    /** B is ready before A is. */
    private boolean awaitReady() throws InterruptedException {
        while (verdict.good() && verdict.all(Kind.READY).size() < 2) {
            hear(server.lines().poll(FRAME_MILLIS, TimeUnit.MILLISECONDS));
            complainIfStalled();
        }
        return verdict.good();
    }

    private void watch() throws IOException, InterruptedException {
        while (verdict.good() && !client.ended()) {
            String line = server.lines().poll(FRAME_MILLIS, TimeUnit.MILLISECONDS);
            while (line != null) {
                hear(line);
                line = server.lines().poll();
            }
            progress.update();
            progress.show(screen, verdict.lastNumber(Kind.DECIDED));
            complainIfStalled();
        }
        progress.update();
        progress.show(screen, verdict.lastNumber(Kind.DECIDED));
        screen.endProgress();
    }

    private void complainIfStalled() {
        if (progress.stalledNanos() > PATIENCE_NANOS) {
            verdict.complain("nothing moved for " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS) + " seconds");
        }
    }

    private void hear(String line) {
        if (line == null) {
            return;
        }
        if (line.equals(Server.END)) {
            verdict.complain("process A ended in the middle of the demo");
            return;
        }
        Optional<Event> event = Event.parse(line);
        event.ifPresent(verdict::add);
        String text = event.map(Performance::describe).orElse(line);
        if (!text.isEmpty()) {
            screen.line("%s", text);
        }
    }

    private static String describe(Event event) {
        String who = String.format(Locale.ROOT, "%s %d", event.process(), event.pid());
        return switch (event.kind()) {
            case READY ->
                String.format(
                        "    %-8s %s",
                        who, event.text().isEmpty() ? "is a process of its own" : "listens on port " + event.text());
            case NOTE -> String.format("    %-8s %s", who, event.text());
            case STEP -> {
                String[] parts = event.text().split(" ", 2);
                yield String.format("%3s %-8s %s", parts[0], who, parts[1]);
            }
            case REQUEST -> {
                String[] parts = event.text().split(" ", 2);
                yield String.format("    %-8s answers port %s: GET %s", who, parts[0], parts[1]);
            }
            default -> "";
        };
    }

    /** What the processes say last are the bytes that they sent. */
    private void endServer() throws IOException, InterruptedException {
        if (!verdict.good()) {
            client.close();
        }
        server.end();
        String line = server.lines().poll(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        while (line != null && !line.equals(Server.END)) {
            hear(line);
            line = server.lines().poll(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        }
        if (!server.endedWell() && verdict.good()) {
            verdict.complain("process A or B didn't end well");
        }
    }

    private void examine(List<Download> downloads) throws IOException {
        if (!verdict.good()) {
            // Everything else follows from what went wrong already.
            return;
        }
        client.complaint().ifPresent(verdict::complain);
        for (Download download : downloads) {
            String difference = download.difference();
            screen.line(
                    "    %s: SHA-256 %s, %s",
                    download.name(), download.sha256(), difference.isEmpty() ? "in the copy too" : difference);
            if (!difference.isEmpty()) {
                verdict.complain(download.name() + ": " + difference);
            }
        }
        verdict.judge(progress.total(), downloads.stream().map(Download::name).toList(), options.keepSource());
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException e) {
            // Somebody has ended the demo, and the cleaner is at work. What fails now fails because of that: no word of
            // it.
            parkForEver();
        }
        cleanUp();
    }

    private static void parkForEver() {
        while (true) {
            LockSupport.park();
        }
    }

    private void cleanUp() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
        if (workspace != null) {
            workspace.close();
        }
    }
}
