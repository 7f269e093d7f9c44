package io.nioshare.harness.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The CPU time of everything that takes part: this JVM, the measured one and its children, Wine's server. Unlike time on
 * the clock it says the same on a busy machine.
 */
final class GroupCpu {
    private final List<ProcessHandle> group = new ArrayList<>();

    GroupCpu(ProcessHandle subject) {
        group.add(ProcessHandle.current());
        String prefix = System.getenv("NIO_SHARE_WINE_PREFIX");
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            all.filter(process -> isPart(process, subject, "WINEPREFIX=" + prefix))
                    .forEach(group::add);
        }
    }

    /** Whether it is the measured JVM, was started by it, or belongs to the bench's Wine. */
    private static boolean isPart(ProcessHandle process, ProcessHandle subject, String wine) {
        return process.equals(subject)
                || process.parent().filter(subject::equals).isPresent()
                || isWine(process) && environment(process).contains(wine);
    }

    private static boolean isWine(ProcessHandle process) {
        String command = process.info().command().orElse("");
        return command.contains("wine") || command.endsWith(".exe");
    }

    private static List<String> environment(ProcessHandle process) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", "" + process.pid(), "environ"));
            return List.of(new String(environment, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException e) {
            // It has just ended, or is another user's.
            return List.of();
        }
    }

    long nanos() {
        return group.stream()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToLong(Duration::toNanos)
                .sum();
    }
}
