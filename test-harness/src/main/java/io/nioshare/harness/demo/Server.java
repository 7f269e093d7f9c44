package io.nioshare.harness.demo;

import io.nioshare.harness.demo.server.SourceServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Process A, in a JVM like this one or a Windows JVM under Wine, and through it B. */
final class Server implements AutoCloseable {
    /** The last of {@link #lines()}, which no line reads: A and B have closed their output. */
    static final String END = "\0";

    private static final String PROVIDER =
            "-Djava.nio.channels.spi.SelectorProvider=io.nioshare.provider.ShareableSelectorProvider";
    private static final long PATIENCE_SECONDS = 15;

    private final boolean underWine;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    Server(Path harness, Workspace workspace, Options options, long turnSize) throws IOException {
        underWine = options.underWine();
        List<String> command = new ArrayList<>(java(harness));
        command.add(PROVIDER);
        command.addAll(List.of("-cp", classPath(harness), SourceServer.class.getName()));
        command.addAll(List.of(serversPath(workspace.served()), "" + options.port(), "" + turnSize));
        // Crash files of a JVM land where it was started: with what is deleted at the end.
        process = new ProcessBuilder(command)
                .directory(workspace.folder().toFile())
                .redirectErrorStream(true)
                .start();
        Thread reader = new Thread(this::read, "server output");
        reader.setDaemon(true);
        reader.start();
    }

    private List<String> java(Path harness) {
        if (underWine) {
            return List.of(harness.resolve("bin/windows-java").toString());
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Runtime.version().feature() < 21 ? List.of(java) : List.of(java, "--enable-native-access=ALL-UNNAMED");
    }

    /** The build leaves the harness's class path in a file, one entry a line. */
    private String classPath(Path harness) throws IOException {
        List<String> entries = new ArrayList<>();
        entries.add(serversPath(harness.resolve("target/classes")));
        for (String entry : Files.readAllLines(harness.resolve("target/runtime-classpath.txt"))) {
            entries.add(serversPath(Path.of(entry)));
        }
        return String.join(underWine ? ";" : File.pathSeparator, entries);
    }

    /** The host's root folder is drive Z: under Wine. */
    private String serversPath(Path path) {
        return (underWine ? "Z:" : "") + path.toAbsolutePath();
    }

    private void read() {
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // Closed from this side.
        } finally {
            lines.add(END);
        }
    }

    /** What A and B print, in the order of their printing. */
    BlockingQueue<String> lines() {
        return lines;
    }

    /** Asks A to end, and A asks B, by closing its input. */
    void end() throws IOException {
        process.getOutputStream().close();
    }

    /** Whether A ended of itself, and was content with itself and B. */
    boolean endedWell() throws InterruptedException {
        return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
