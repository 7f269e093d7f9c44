package io.nioshare.harness.bench.subject;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lines of words between the bench and a measured JVM, over a plain java.net.Socket, which is none of the measured
 * provider's.
 */
public final class Control implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    private final BufferedWriter out;

    public Control(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
    }

    public void send(Object... words) throws IOException {
        for (int i = 0; i < words.length; i++) {
            out.write((i == 0 ? "" : "\t") + words[i]);
        }
        out.newLine();
        out.flush();
    }

    /** @throws EOFException if the other side has gone */
    public List<String> receive() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new EOFException("the other side has gone");
        }
        return List.of(line.split("\t"));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
