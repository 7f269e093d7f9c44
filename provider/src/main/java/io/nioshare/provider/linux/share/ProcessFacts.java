package io.nioshare.provider.linux.share;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code /proc} tells of a process.
 *
 * @param startTime clock ticks from the boot of the host to its start: with the id, what no other process has
 * @param userId the effective one
 */
record ProcessFacts(long startTime, int userId) {

    private static final int STATE = 0;
    private static final int FLAGS = 6;
    private static final long EXITING = 0x0000_0004;
    private static final long KERNEL_THREAD = 0x0020_0000;
    private static final int START_TIME = 19;

    /**
     * Null when no such process runs, or nothing of it can be seen. What has ended and waits for its parent runs not, nor
     * does what is ending: its descriptors may be closed already.
     */
    static ProcessFacts of(long pid) {
        try {
            Path directory = Path.of("/proc", Long.toString(pid));
            String[] stat = fieldsAfterName(Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1));
            List<String> status = Files.readAllLines(directory.resolve("status"), StandardCharsets.ISO_8859_1);
            // A thread has an entry too, though no listing shows it.
            boolean process = Long.parseLong(value(status, "Tgid:", 0)) == pid;
            boolean program = (Long.parseLong(stat[FLAGS]) & (KERNEL_THREAD | EXITING)) == 0;
            boolean running = "ZXx".indexOf(stat[STATE].charAt(0)) < 0;
            return process && program && running
                    ? new ProcessFacts(
                            Long.parseLong(stat[START_TIME]), Integer.parseUnsignedInt(value(status, "Uid:", 1)))
                    : null;
        } catch (IOException ended) {
            return null;
        }
    }

    /** "proc_pid_stat(5)": the name is in parentheses and may hold any character. */
    private static String[] fieldsAfterName(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    private static String value(List<String> status, String label, int index) throws IOException {
        for (String line : status) {
            if (line.startsWith(label)) {
                return line.substring(label.length()).strip().split("\\s+")[index];
            }
        }
        throw new IOException("no " + label);
    }

    /** Whether the process with this id runs and is the one that was started then. */
    static boolean isAlive(long pid, long startTime) {
        ProcessFacts facts = of(pid);
        return facts != null && facts.startTime == startTime;
    }
}
