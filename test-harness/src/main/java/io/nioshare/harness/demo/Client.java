package io.nioshare.harness.demo;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Somebody else's HTTP client. */
interface Client extends Closeable {
    /** What it is, for people. */
    String name();

    /** Begins to fetch the files, one after the other, over one connection. */
    void start(List<Download> downloads, int port) throws IOException;

    /** Whether it has ended, well or not. */
    boolean ended();

    /**
     * What went wrong, by the client's own account.
     *
     * @return nothing if all is well
     */
    Optional<String> complaint() throws IOException;

    @Override
    void close();

    /** The client of that name, or with an empty name the best that there is. */
    static Client choose(String name) throws IOException {
        if (name.equals("java")) {
            return new JavaClient();
        }
        Optional<String> version = CurlClient.version();
        if (version.isEmpty() && name.isEmpty()) {
            return new JavaClient();
        }
        return new CurlClient(version.orElseThrow(() -> new IOException("there is no curl on the PATH")));
    }
}
