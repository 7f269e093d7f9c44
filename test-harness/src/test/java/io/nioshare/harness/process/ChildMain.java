package io.nioshare.harness.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The child's side: takes {@code run ID TASK} and {@code interrupt ID}, answers {@code done ID RESULT} and
 * {@code failed ID EXCEPTION}, each task in a thread of its own.
 */
public final class ChildMain {

    private static final Map<Long, Thread> RUNNING = new ConcurrentHashMap<>();

    private final PrintStream answers;

    private ChildMain(PrintStream answers) {
        this.answers = answers;
    }

    public static void main(String[] arguments) throws Exception {
        ChildMain child = new ChildMain(System.out);
        // A stray print must not look like an answer.
        System.setOut(System.err);
        try {
            child.obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)));
        } finally {
            // Tasks may be stuck in the kernel; they don't keep this process.
            System.exit(0);
        }
    }

    private void obey(BufferedReader commands) throws IOException {
        answer("ready " + ProcessHandle.current().pid());
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            long id = Long.parseLong(words[1]);
            if (words[0].equals("run")) {
                run(id, words[2]);
            } else {
                Thread thread = RUNNING.get(id);
                if (thread != null) {
                    thread.interrupt();
                }
            }
        }
    }

    private void run(long id, String task) {
        Thread thread = new Thread(
                () -> {
                    String answer = perform(id, task);
                    RUNNING.remove(id);
                    answer(answer);
                },
                "task " + id);
        thread.setDaemon(true);
        RUNNING.put(id, thread);
        thread.start();
    }

    private static String perform(long id, String task) {
        try {
            Object result = ((RemoteTask<?>) Wire.decode(task)).run();
            return "done " + id + " " + Wire.encode(result);
        } catch (Throwable e) {
            try {
                return "failed " + id + " " + Wire.encode(e);
            } catch (IOException notSerializable) {
                return "failed " + id + " " + encoded(new IllegalStateException(e + ", and " + notSerializable));
            }
        }
    }

    private static String encoded(Throwable e) {
        try {
            return Wire.encode(e);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void answer(String line) {
        synchronized (answers) {
            answers.print(line + "\n");
            answers.flush();
        }
    }

    /** For a task that asks after another one. */
    static boolean awaitNativeWait(long id) throws InterruptedException {
        Thread thread = RUNNING.get(id);
        if (thread == null) {
            throw new IllegalStateException("task " + id + " has ended instead of waiting in the system");
        }
        NativeWait.await(thread);
        return true;
    }
}
