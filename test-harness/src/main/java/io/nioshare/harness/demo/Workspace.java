package io.nioshare.harness.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A temporary folder with what is served and what arrives. */
final class Workspace implements AutoCloseable {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int DELETE_ATTEMPTS = 20;

    private final Path folder = Files.createTempDirectory("nio-share-demo-");

    Workspace() throws IOException {
        Files.createDirectory(served());
    }

    Path folder() {
        return folder;
    }

    Path served() {
        return folder.resolve("served");
    }

    /** Makes a file whose bytes look random and are the same on every run. */
    Download create(String name, int mebibytes) throws IOException {
        Path source = served().resolve(name);
        MessageDigest digest = sha256();
        Random random = new Random(mebibytes);
        byte[] block = new byte[MEBIBYTE];
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(source), digest)) {
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        return new Download(source, hex(digest), folder.resolve(name));
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return hex(digest);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }

    /** Deletes the folder. A process that is just ending may still hold files of it, which matters on Windows. */
    @Override
    public void close() {
        for (int i = 0; Files.exists(folder) && i < DELETE_ATTEMPTS; i++) {
            try {
                delete();
            } catch (IOException e) {
                pause();
            }
        }
    }

    private void delete() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
