package io.nioshare;

import java.util.Objects;

/**
 * A token can't be imported, and {@link #reason()} says why.
 *
 * <p>Nothing is left behind: no descriptor of this process was opened that isn't closed again, and none that it had
 * before was touched.
 */
public final class TokenException extends ShareException {
    private static final long serialVersionUID = 1L;

    /** Why a token was refused. */
    public enum Reason {
        /** The bytes are no token: wrong length, changed on the way, or never one. */
        MALFORMED,

        /** The token was made for another process. */
        WRONG_TARGET,

        /** The token was imported before; a token serves once. */
        ALREADY_USED,

        /**
         * The token's socket is gone, or what it names isn't that socket. On Linux that is so when the token's time is
         * over, and when the process that exported has ended.
         */
        STALE,

        /** The socket isn't of the kind that was asked for. The token is used up: the socket's copy was closed. */
        WRONG_KIND
    }

    /** Why the token was refused. */
    private final Reason reason;

    /**
     * Creates an exception.
     *
     * @param reason why the token was refused
     * @param failure what went wrong
     * @throws NullPointerException if an argument is {@code null}
     */
    public TokenException(final Reason reason, final ShareFailure failure) {
        super(failure);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * Why the token was refused.
     *
     * @return the reason, never {@code null}
     */
    public Reason reason() {
        return reason;
    }
}
