package io.nioshare.harness.demo.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Lines to and from another process. */
final class Link {
    private final OutputStream out;

    Link(OutputStream out) {
        this.out = out;
    }

    void send(String format, Object... arguments) throws IOException {
        out.write((String.format(format, arguments) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    void close() throws IOException {
        out.close();
    }

    /** Gives every line that comes in to {@code lines}, and runs {@code end} when the other side is gone. */
    static void listen(InputStream in, Consumer<String> lines, Runnable end) {
        Thread reader = new Thread(() -> read(in, lines, end), "link");
        reader.setDaemon(true);
        reader.start();
    }

    private static void read(InputStream in, Consumer<String> lines, Runnable end) {
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.accept(line);
            }
        } catch (IOException e) {
            // A pipe whose other end has died: the same as its end.
        } finally {
            end.run();
        }
    }
}
