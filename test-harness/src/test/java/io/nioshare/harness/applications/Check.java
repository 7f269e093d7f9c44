package io.nioshare.harness.applications;

import java.nio.channels.spi.SelectorProvider;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;

/** What the applications have in common: content, checksums, and the last line. */
final class Check {

    static final int CONNECTIONS = 200;
    static final long LIMIT_SECONDS = 90;

    /** The last line of an application that found everything right. */
    static final String PASSED = "passed";

    private Check() {}

    static byte[] content(int seed, int bytes) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return content;
    }

    static boolean sameChecksum(byte[] first, byte[] second) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        return Arrays.equals(digest.digest(first), digest.digest(second));
    }

    static void equal(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + ": " + actual + " instead of " + expected);
        }
    }

    /** Ends the JVM, whose threads may outlive the application. */
    static void passed() {
        System.out.println(SelectorProvider.provider().getClass().getName());
        System.out.println(PASSED);
        System.exit(0);
    }
}
