package io.nioshare.provider.os;

import java.util.zip.Adler32;
import java.util.zip.CRC32;

/**
 * The last eight bytes of a token, a number: the CRC-32 of the rest in its high half, the Adler-32 in its low one. They
 * tell damage, not forgery. A digest would tell no more, and takes many times as long until the JIT compiler has seen to
 * it; these are native code from the first token on.
 */
public final class TokenChecksum {

    public static final int BYTES = Long.BYTES;

    private TokenChecksum() {}

    /**
     * Computes it.
     *
     * @param token whose last eight bytes don't matter
     */
    public static long of(byte[] token) {
        int length = token.length - BYTES;
        CRC32 crc = new CRC32();
        crc.update(token, 0, length);
        Adler32 adler = new Adler32();
        adler.update(token, 0, length);
        return crc.getValue() << Integer.SIZE | adler.getValue();
    }
}
