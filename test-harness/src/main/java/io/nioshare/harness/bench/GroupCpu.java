package io.nioshare.harness.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The CPU time of everything that takes part: this JVM, the measured one, and the Wine server between them. Unlike time on
 * the clock it says the same on a busy machine.
 */
final class GroupCpu {
    private final List<ProcessHandle> group = new ArrayList<>();

    GroupCpu(ProcessHandle subject) {
        group.add(ProcessHandle.current());
        group.add(subject);
        String prefix = System.getenv("NIO_SHARE_WINE_PREFIX");
        if (prefix != null) {
            try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
                all.filter(process -> isWineServer(process, prefix)).forEach(group::add);
            }
        }
    }

    private static boolean isWineServer(ProcessHandle process, String prefix) {
        if (!process.info().command().orElse("").contains("wineserver")) {
            return false;
        }
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", "" + process.pid(), "environ"));
            return List.of(new String(environment, StandardCharsets.UTF_8).split("\0"))
                    .contains("WINEPREFIX=" + prefix);
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
            return false;
        }
    }

    long nanos() {
        return group.stream()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToLong(Duration::toNanos)
                .sum();
    }
}
