package io.nioshare.harness.bench.workload;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has of it. */
final class Memory {
    private static final int COLLECTIONS = 3;
    // Under Wine too.
    private static final Path LINUX_STATUS = Path.of("/proc/self/status");

    private Memory() {}

    /** Bytes of live objects. */
    static long heap() {
        // What the first one lets go by cleaners and references the next one collects.
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Private bytes of the process that aren't the heap's, whose pages have all been touched at the start. */
    static long outsideOfHeap() {
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
        return privateBytes() - heap;
    }

    private static long privateBytes() {
        if (!Files.exists(LINUX_STATUS)) {
            var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            return system.getCommittedVirtualMemorySize();
        }
        try {
            return Files.readAllLines(LINUX_STATUS).stream()
                    .filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
