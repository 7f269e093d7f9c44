package io.nioshare;

import java.io.IOException;

/**
 * A socket could not be exported or imported.
 *
 * <p>The subclasses name what a program may want to tell apart: {@link TargetProcessException} for the process that a
 * socket was to go to, {@link TokenException} for the bytes that came in. Everything else that the operating system
 * reports is a {@code ShareException} itself.
 *
 * <p>The message names the call, the error's name and number, its meaning and what to do. It is meant for people and
 * may change; {@link #call()}, {@link #errorName()} and {@link #errorCode()} are meant for programs.
 */
public class ShareException extends IOException {
    /** What {@link #errorCode()} returns when the operating system reported no error: the library itself refused. */
    public static final int NO_ERROR_CODE = -1;

    private static final long serialVersionUID = 1L;

    /** The call that failed. */
    private final String call;

    /** The name of the error, or an empty string. */
    private final String errorName;

    /** The number of the error, or {@link #NO_ERROR_CODE}. */
    private final int errorCode;

    /**
     * Creates an exception.
     *
     * @param failure what went wrong
     * @throws NullPointerException if {@code failure} is {@code null}
     */
    public ShareException(final ShareFailure failure) {
        super(failure.message());
        this.call = failure.call();
        this.errorName = failure.errorName();
        this.errorCode = failure.errorCode();
    }

    /**
     * The call that failed.
     *
     * @return the call of the operating system, such as {@code WSADuplicateSocketW}, or the library's own method where
     *     the library itself refused; never {@code null}
     */
    public final String call() {
        return call;
    }

    /**
     * The name of the error.
     *
     * @return the name that the operating system gives it, such as {@code WSAENOTSOCK}; {@code "unknown"} for a number
     *     without a known name; empty when {@link #errorCode()} is {@link #NO_ERROR_CODE}; never {@code null}
     */
    public final String errorName() {
        return errorName;
    }

    /**
     * The number of the error.
     *
     * @return the operating system's number, zero if its call failed without giving one, or {@link #NO_ERROR_CODE} if
     *     the library itself refused
     */
    public final int errorCode() {
        return errorCode;
    }
}
