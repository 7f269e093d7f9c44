package io.nioshare.harness.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** The HttpURLConnection of this JVM, which uses {@code java.net.Socket} and nothing of ours. */
final class JavaClient implements Client {
    private static final int READ_TIMEOUT_MILLIS = 30_000;

    private Thread thread;
    private volatile String complaint;

    @Override
    public String name() {
        return "HttpURLConnection of Java " + Runtime.version().feature();
    }

    @Override
    public void start(List<Download> downloads, int port) {
        thread = new Thread(() -> fetch(downloads, port), "client");
        thread.setDaemon(true);
        thread.start();
    }

    private void fetch(List<Download> downloads, int port) {
        try {
            for (Download download : downloads) {
                fetch(download, port);
            }
        } catch (IOException e) {
            complaint = "HttpURLConnection: " + e;
        }
    }

    private static void fetch(Download download, int port) throws IOException {
        var connection = (HttpURLConnection) download.uri(port).toURL().openConnection(Proxy.NO_PROXY);
        connection.setReadTimeout(READ_TIMEOUT_MILLIS);
        try (InputStream body = connection.getInputStream()) {
            Files.copy(body, download.copy());
        }
    }

    @Override
    public boolean ended() {
        return !thread.isAlive();
    }

    @Override
    public Optional<String> complaint() {
        return Optional.ofNullable(complaint);
    }

    @Override
    public void close() {
        // The thread is a daemon, and its connection ends with the server.
    }
}
