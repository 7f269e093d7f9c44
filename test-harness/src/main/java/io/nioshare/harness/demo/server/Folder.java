package io.nioshare.harness.demo.server;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that are served: those of one folder, without its subfolders. */
final class Folder {
    private final Path path;

    Folder(Path folder) {
        path = folder;
    }

    /** The answer to a request for a path, from the first byte of its head. */
    Response respond(HttpRequest request) throws IOException {
        if (!request.method().equals("GET")) {
            return Response.error("405 Method Not Allowed");
        }
        Path file = find(request.path());
        if (file == null) {
            return Response.error("404 Not Found");
        }
        return Response.of(FileChannel.open(file), request.keepAlive());
    }

    /** The rest of an answer that another process began. */
    Response resume(String name, long position) throws IOException {
        Path file = find(name);
        if (file == null) {
            throw new IOException("there is no " + name + " to go on with");
        }
        return Response.rest(FileChannel.open(file), position);
    }

    private Path find(String name) {
        try {
            Path file = path.resolve(URI.create(name).getPath().substring(1)).normalize();
            boolean ours = path.equals(file.getParent()) && Files.isRegularFile(file);
            return ours ? file : null;
        } catch (IllegalArgumentException | NullPointerException | StringIndexOutOfBoundsException e) {
            return null;
        }
    }
}
