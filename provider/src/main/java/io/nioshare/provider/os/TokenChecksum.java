package io.nioshare.provider.os;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The last eight bytes of a token: the first ones of the SHA-256 digest of the rest. They tell damage, not forgery. */
public final class TokenChecksum {

    public static final int BYTES = 8;

    /** Finding one takes longer than using it. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(TokenChecksum::sha256);

    private TokenChecksum() {}

    /**
     * Computes it.
     *
     * @param token whose last eight bytes don't matter
     * @param tail what is digested in their place; may be empty
     */
    public static byte[] of(byte[] token, byte[] tail) {
        MessageDigest sha = SHA_256.get();
        sha.update(token, 0, token.length - BYTES);
        sha.update(tail);
        return Arrays.copyOf(sha.digest(), BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
