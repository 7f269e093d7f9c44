package io.nioshare.provider.linux.share;

import io.nioshare.ShareException;
import io.nioshare.provider.linux.libc.LastError;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.linux.socket.Errno;
import io.nioshare.provider.memory.Scratch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/**
 * What {@code /proc} tells of a process.
 *
 * @param startTime clock ticks from the boot of the host to its start: with the id, what no other process has
 * @param userId the effective one
 */
record ProcessFacts(long startTime, int userId) {

    private static final Set<Errno> ENDED_OR_HIDDEN = EnumSet.of(Errno.ENOENT, Errno.ESRCH, Errno.EACCES, Errno.EPERM);

    private static final int BYTES = 2_048;
    private static final ThreadLocal<Scratch> SCRATCH = Scratch.perThread(NativeMemory.INSTANCE, BYTES);

    private static final long NOT_RUNNING = -1;
    private static final int STATE = 0;
    private static final int FLAGS = 6;
    private static final long EXITING = 0x0000_0004;
    private static final long KERNEL_THREAD = 0x0020_0000;
    private static final int START_TIME = 19;

    /**
     * Null when no such process runs, or nothing of it can be seen. What has ended and waits for its parent runs not, nor
     * does what is ending: its descriptors may be closed already.
     *
     * @throws ShareException when there is no telling, such as for lack of descriptors
     */
    static ProcessFacts of(long pid) throws ShareException {
        long startTime = startTime(pid);
        String status = startTime == NOT_RUNNING ? null : read(pid, "status");
        // A thread has an entry too, though no listing shows it.
        boolean process = status != null && number(status, "\nTgid:", 0) == pid;
        return process ? new ProcessFacts(startTime, (int) number(status, "\nUid:", 1)) : null;
    }

    /**
     * Whether the process with this id runs and is the one that was started then.
     *
     * @throws ShareException when there is no telling
     */
    static boolean isAlive(long pid, long startTime) throws ShareException {
        return startTime(pid) == startTime;
    }

    /** "proc_pid_stat(5)": the name is in parentheses and may hold any character. */
    private static long startTime(long pid) throws ShareException {
        String stat = read(pid, "stat");
        if (stat == null) {
            return NOT_RUNNING;
        }
        int afterName = stat.lastIndexOf(')') + 2;
        boolean program = (Long.parseLong(field(stat, afterName, ' ', FLAGS)) & (KERNEL_THREAD | EXITING)) == 0;
        boolean running = "ZXx".indexOf(stat.charAt(afterName + STATE)) < 0;
        return program && running ? Long.parseLong(field(stat, afterName, ' ', START_TIME)) : NOT_RUNNING;
    }

    /** -1 when there is none. */
    private static long number(String status, String label, int index) {
        int at = status.indexOf(label);
        if (at < 0) {
            return -1;
        }
        int from = at + label.length() + 1;
        return Long.parseLong(field(status.substring(from, status.indexOf('\n', from)), 0, '\t', index));
    }

    private static String field(String text, int start, char separator, int index) {
        int from = start;
        for (int i = 0; i < index; i++) {
            from = text.indexOf(separator, from) + 1;
        }
        int to = text.indexOf(separator, from);
        return to < 0 ? text.substring(from) : text.substring(from, to);
    }

    /**
     * The beginning of a file, in which all is that is looked for; null if the process has ended, or is hidden. By the
     * calls themselves, since what Java throws doesn't tell a lack of descriptors from a file that isn't there.
     */
    private static String read(long pid, String name) throws ShareException {
        String path = "/proc/" + pid + "/" + name;
        Scratch scratch = SCRATCH.get();
        ByteBuffer view = scratch.view();
        byte[] bytes = path.getBytes(StandardCharsets.US_ASCII);
        view.put(0, bytes).put(bytes.length, (byte) 0);
        int file = Libc.open(scratch.address(), Libc.O_CLOEXEC, 0);
        if (file < 0) {
            return nothing("open", path, LastError.get());
        }
        int count = (int) Libc.read(file, scratch.address(), BYTES);
        int error = count < 0 ? LastError.get() : 0;
        Libc.close(file);
        if (count <= 0) {
            return count == 0 ? null : nothing("read", path, error);
        }
        byte[] text = new byte[count];
        view.get(0, text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static String nothing(String call, String path, int error) throws ShareException {
        if (Errno.of(error).map(ENDED_OR_HIDDEN::contains).orElse(false)) {
            return null;
        }
        throw TicketErrors.system(call + "(" + path + ")", error);
    }
}
