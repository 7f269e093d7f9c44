package io.nioshare.provider.linux.share;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What {@code /proc} tells of a process.
 *
 * @param startTime clock ticks from the boot of the host to its start: with the id, what no other process has
 * @param userId the effective one
 */
record ProcessFacts(long startTime, int userId) {

    private static final long NOT_RUNNING = -1;
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
            long startTime = startTime(pid);
            if (startTime == NOT_RUNNING) {
                return null;
            }
            String status = read(pid, "status");
            // A thread has an entry too, though no listing shows it.
            boolean process = number(status, "\nTgid:", 0) == pid;
            return process ? new ProcessFacts(startTime, (int) number(status, "\nUid:", 1)) : null;
        } catch (IOException ended) {
            return null;
        }
    }

    /** Whether the process with this id runs and is the one that was started then. */
    static boolean isAlive(long pid, long startTime) {
        try {
            return startTime(pid) == startTime;
        } catch (IOException ended) {
            return false;
        }
    }

    /** "proc_pid_stat(5)": the name is in parentheses and may hold any character. */
    private static long startTime(long pid) throws IOException {
        String stat = read(pid, "stat");
        int afterName = stat.lastIndexOf(')') + 2;
        boolean program = (Long.parseLong(field(stat, afterName, ' ', FLAGS)) & (KERNEL_THREAD | EXITING)) == 0;
        boolean running = "ZXx".indexOf(stat.charAt(afterName + STATE)) < 0;
        return program && running ? Long.parseLong(field(stat, afterName, ' ', START_TIME)) : NOT_RUNNING;
    }

    private static long number(String status, String label, int index) throws IOException {
        int at = status.indexOf(label);
        if (at < 0) {
            throw new IOException("no " + label.strip());
        }
        int end = status.indexOf('\n', at + 1);
        return Long.parseLong(field(status.substring(at + label.length() + 1, end), 0, '\t', index));
    }

    private static String field(String text, int start, char separator, int index) {
        int from = start;
        for (int i = 0; i < index; i++) {
            from = text.indexOf(separator, from) + 1;
        }
        int to = text.indexOf(separator, from);
        return to < 0 ? text.substring(from) : text.substring(from, to);
    }

    /** Once for each export and import: with as little around the calls as can be. */
    private static String read(long pid, String name) throws IOException {
        try (InputStream in = new FileInputStream("/proc/" + pid + "/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
