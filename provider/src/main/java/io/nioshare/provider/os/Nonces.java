package io.nioshare.provider.os;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/** Random numbers that no other token has. Drawn many at a time, since every draw costs as much as a call. Thread-safe. */
public final class Nonces {

    /** Where they come from. */
    public interface Source {
        /** Fills all of it with bytes that nobody can foretell. */
        void fill(byte[] bytes);
    }

    private final Source source;

    /** Guarded by the monitor, as is what of it was given out. */
    private final long[] drawn = new long[128];

    private int used = drawn.length;

    public Nonces(Source source) {
        this.source = source;
    }

    /** 128 random bits. */
    public synchronized UUID next() {
        if (used == drawn.length) {
            draw();
        }
        UUID nonce = new UUID(drawn[used], drawn[used + 1]);
        // On Linux it is a secret.
        drawn[used++] = 0;
        drawn[used++] = 0;
        return nonce;
    }

    private void draw() {
        byte[] bytes = new byte[drawn.length * Long.BYTES];
        source.fill(bytes);
        ByteBuffer.wrap(bytes).asLongBuffer().get(drawn);
        Arrays.fill(bytes, (byte) 0);
        used = 0;
    }
}
