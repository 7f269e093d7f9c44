package io.nioshare.harness.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A process and what it prints. */
final class JvmProcess {
    private static final long END_SECONDS = 20;
    private static final long DYING_SECONDS = 2;
    private static final int LINES = 30;

    private final Path log;
    private final Process process;

    /** @param scratch a folder for what the process leaves behind */
    JvmProcess(List<String> command, Path scratch) throws IOException {
        log = Files.createTempFile(scratch, "jvm", ".log");
        process = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Waits for the end, and brings it about when it doesn't come. */
    void end() {
        end(END_SECONDS);
    }

    private void end(long seconds) {
        try {
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    /** Ends it, unless it is just ending by itself, and tells how it ended and what it printed last. */
    String epitaph() throws IOException {
        end(DYING_SECONDS);
        end(END_SECONDS);
        String status = process.isAlive() ? "still runs" : "exit status " + process.exitValue();
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return lines.stream()
                .skip(Math.max(0, lines.size() - LINES))
                .map(line -> "\n    " + line)
                .collect(Collectors.joining("", status, ""));
    }
}
