package io.nioshare.harness.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One file that the client is to fetch.
 *
 * @param source what the server has
 * @param sha256 the checksum of the source, in hexadecimal digits
 * @param copy where the client puts it
 */
record Download(Path source, String sha256, Path copy) {
    String name() {
        return "/" + source.getFileName();
    }

    URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port + name());
    }

    long size() throws IOException {
        return Files.size(source);
    }

    /** How much of the copy is there. */
    long arrived() throws IOException {
        return Files.exists(copy) ? Files.size(copy) : 0;
    }

    /** How the copy differs from the source; empty if it doesn't. */
    String difference() throws IOException {
        if (arrived() != size()) {
            return "the copy has " + arrived() + " bytes of " + size();
        }
        String copied = Workspace.sha256(copy);
        return copied.equals(sha256) ? "" : "the copy has " + copied;
    }
}
