package io.nioshare.provider.os;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;

/** Random numbers that no other token has. Drawn many at a time, since every draw costs as much as a call. Thread-safe. */
public final class Nonces {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Guards itself and what of it was given out. */
    private static final long[] DRAWN = new long[128];

    private static int used = DRAWN.length;

    private Nonces() {}

    /** 128 random bits, which nobody can foretell. */
    public static UUID next() {
        synchronized (DRAWN) {
            if (used == DRAWN.length) {
                draw();
            }
            UUID nonce = new UUID(DRAWN[used], DRAWN[used + 1]);
            // On Linux it is a secret.
            DRAWN[used++] = 0;
            DRAWN[used++] = 0;
            return nonce;
        }
    }

    private static void draw() {
        byte[] bytes = new byte[DRAWN.length * Long.BYTES];
        RANDOM.nextBytes(bytes);
        ByteBuffer.wrap(bytes).asLongBuffer().get(DRAWN);
        Arrays.fill(bytes, (byte) 0);
        used = 0;
    }
}
