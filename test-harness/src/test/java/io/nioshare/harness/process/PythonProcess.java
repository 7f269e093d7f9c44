package io.nioshare.harness.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A Windows Python that does with sockets what {@code sockets.py} offers. Its standard streams are pipes, all three:
 * under Wine it doesn't start with anything else.
 */
public final class PythonProcess implements AutoCloseable {

    /** Where the interpreter is; an empty value means that there is none. */
    public static final String PATH_PROPERTY = "nioshare.windows.python";

    private static final int LIMIT_SECONDS = 30;

    private final Path script;
    private final Process process;
    private final Writer commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private PythonProcess(Path script, Process process) {
        this.script = script;
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.US_ASCII);
        Thread reader = new Thread(this::readAnswers, "answers of Python");
        reader.setDaemon(true);
        reader.start();
    }

    /** Why there is no Python to run, or null when there is one. */
    public static String missing() {
        String path = System.getProperty(PATH_PROPERTY, "");
        if (path.isEmpty()) {
            return "the system property " + PATH_PROPERTY + " doesn't say where a Windows Python is";
        }
        return null;
    }

    public static PythonProcess start() throws IOException {
        Path script = Files.createTempFile("sockets", ".py");
        try (InputStream source = PythonProcess.class.getResourceAsStream("sockets.py")) {
            Files.write(script, source.readAllBytes());
        }
        Process process = new ProcessBuilder(System.getProperty(PATH_PROPERTY), "-u", script.toString())
                .redirectErrorStream(true)
                .start();
        return new PythonProcess(script, process);
    }

    public long pid() {
        return process.pid();
    }

    /** Gives a command and returns its result. */
    public String ask(Object... words) throws IOException, InterruptedException {
        tell(words);
        return answer();
    }

    /** Gives a command that may take its time, and whose {@link #answer} is to be fetched. */
    public void tell(Object... words) throws IOException {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            String text = word instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : word.toString();
            line.append(line.isEmpty() ? "" : " ").append(text);
        }
        commands.write(line + "\n");
        commands.flush();
    }

    public String answer() throws InterruptedException {
        String answer = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no answer from Python within " + LIMIT_SECONDS + " s");
        }
        if (!answer.startsWith("ok ")) {
            throw new AssertionError("Python: " + answer + "\n" + String.join("\n", answers));
        }
        return answer.substring(3);
    }

    private void readAnswers() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (IOException e) {
            answers.add(e.toString());
        }
        answers.add("it has ended");
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("Python can't be ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(script);
    }
}
