package io.nioshare.harness.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** A JVM like this one, with this one's class path, the provider under test in force, and assertions enabled. */
public final class ChildJvm implements AutoCloseable {

    public static final String PROVIDER_PROPERTY = "java.nio.channels.spi.SelectorProvider";
    public static final String PROVIDER = "io.nioshare.provider.ShareableSelectorProvider";

    private static final int FIRST_TO_ASK_FOR_NATIVE_ACCESS = 21;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(20);
    private static final Duration STACKS_LIMIT = Duration.ofSeconds(5);

    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    /** An option for a child that may make no native calls. */
    public static final String NO_NATIVE_ACCESS = "--illegal-native-access=deny";

    private static final List<String> AGENTS = agents();

    private final Process process;
    private final Writer commands;
    private final Map<Long, RemoteCall<?>> calls = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final CompletableFuture<Long> ready = new CompletableFuture<>();

    private ChildJvm(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.US_ASCII);
        Thread reader = new Thread(this::readAnswers, "answers of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a child, with these options too, and waits until it takes tasks. */
    public static ChildJvm start(String... options) throws IOException {
        List<String> command = javaCommand();
        // A short life: what takes time to warm up is left out.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        if (command.contains(NO_NATIVE_ACCESS)) {
            command.remove(NATIVE_ACCESS);
        }
        command.add(ChildMain.class.getName());
        ChildJvm child = new ChildJvm(
                program(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        child.awaitReady();
        return child;
    }

    /**
     * This JVM's command, with assertions, the provider under test in force, the access to memory that it needs, and this
     * JVM's agents: one that records what tests reach is to see the child too.
     */
    public static List<String> javaCommand() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-ea", "-D" + PROVIDER_PROPERTY + "=" + PROVIDER));
        if (Runtime.version().feature() >= FIRST_TO_ASK_FOR_NATIVE_ACCESS) {
            command.add(NATIVE_ACCESS);
        }
        command.addAll(AGENTS);
        return command;
    }

    /** A program of this JVM's class path: {@link #javaCommand}, options, the class's name and arguments. */
    public static ProcessBuilder program(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        // Not as an argument: the command line of a Windows process has a limited length.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder;
    }

    private static List<String> agents() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-javaagent:"))
                .toList();
    }

    private void awaitReady() {
        try {
            ready.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException | InterruptedException e) {
            close();
            throw new AssertionError(this + " didn't start", e);
        }
    }

    /** The process id, which is what {@code exportTo} wants. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Runs a task and waits for its result. */
    public <R> R call(RemoteTask<R> task) throws Exception {
        return start(task).get();
    }

    /** Starts a task in a thread of its own. */
    public <R> RemoteCall<R> start(RemoteTask<R> task) {
        long id = ids.incrementAndGet();
        RemoteCall<R> call = new RemoteCall<>(this, id);
        calls.put(id, call);
        try {
            send("run " + id + " " + Wire.encode(task));
        } catch (IOException e) {
            calls.remove(id);
            call.fail(e);
        }
        return call;
    }

    /** Keeps a task's result in the child. */
    public <T> RemoteObject<T> keep(RemoteTask<T> task) throws Exception {
        return RemoteObject.keep(this, task);
    }

    void interrupt(long id) {
        try {
            send("interrupt " + id);
        } catch (IOException e) {
            throw new AssertionError(this + " can't be told to interrupt", e);
        }
    }

    private synchronized void send(String line) throws IOException {
        commands.write(line + "\n");
        commands.flush();
    }

    private void readAnswers() {
        try (BufferedReader answers = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                take(line.split(" "));
            }
        } catch (IOException | ClassNotFoundException e) {
            ready.completeExceptionally(e);
        } finally {
            IOException gone = new IOException(this + " has ended");
            ready.completeExceptionally(gone);
            calls.values().forEach(call -> call.fail(gone));
        }
    }

    private void take(String[] words) throws IOException, ClassNotFoundException {
        long number = Long.parseLong(words[1]);
        if (words[0].equals("ready")) {
            ready.complete(number);
            return;
        }
        RemoteCall<?> call = calls.remove(number);
        Object content = Wire.decode(words[2]);
        if (words[0].equals("done")) {
            call.complete(content);
        } else {
            call.fail((Throwable) content);
        }
    }

    /** Closes all that is kept. False when that can't be done, or tasks still run: then better end this child. */
    boolean reset() {
        try {
            call(Kept::closeAll);
            return calls.isEmpty();
        } catch (Exception | AssertionError e) {
            return false;
        }
    }

    String stacks() {
        try {
            return start(ChildJvm::allStacks).get(STACKS_LIMIT);
        } catch (Exception | AssertionError e) {
            return "(it doesn't tell its stacks either)";
        }
    }

    private static String allStacks() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getThreadGroup() != null
                        && !thread.getKey().getThreadGroup().getName().equals("system"))
                .map(thread -> thread.getKey() + "\n"
                        + Arrays.stream(thread.getValue())
                                .map(frame -> "    at " + frame + "\n")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
    }

    /** Stops the process where it is until {@link #goOn}; not on Windows. */
    public void stop() throws IOException {
        signal("STOP");
    }

    public void goOn() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .redirectErrorStream(true)
                .start();
        String complaint = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!complaint.isEmpty()) {
            throw new AssertionError(this + ": " + complaint);
        }
    }

    /** Ends the process at once, as a crash would, and waits until it has ended. */
    public void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(this + " can't be killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(this + " may still live", e);
        }
    }

    /** Ends the process; an agent in it is left the time to write down what it knows. */
    @Override
    public void close() {
        if (!AGENTS.isEmpty()) {
            askToEnd();
        }
        kill();
    }

    private void askToEnd() {
        try {
            commands.close();
            process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException hasEnded) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "child process " + process.pid();
    }
}
