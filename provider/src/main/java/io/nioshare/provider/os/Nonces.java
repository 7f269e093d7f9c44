package io.nioshare.provider.os;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;

/** Random numbers that no other token has. Drawn many at a time, since every draw costs as much as a call. Thread-safe. */
public final class Nonces {

    private static final int NONCE_BYTES = 2 * Long.BYTES;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Guards itself. */
    private static final ByteBuffer DRAWN =
            ByteBuffer.allocate(64 * NONCE_BYTES).limit(0);

    private Nonces() {}

    /** 128 random bits, which nobody can foretell. */
    public static UUID next() {
        synchronized (DRAWN) {
            if (!DRAWN.hasRemaining()) {
                RANDOM.nextBytes(DRAWN.array());
                DRAWN.clear();
            }
            int at = DRAWN.position();
            UUID nonce = new UUID(DRAWN.getLong(), DRAWN.getLong());
            // On Linux it is a secret.
            DRAWN.putLong(at, 0).putLong(at + Long.BYTES, 0);
            return nonce;
        }
    }
}
