package io.nioshare;

import java.util.Objects;

/**
 * What went wrong in an export or an import, in the parts that a message is made of.
 *
 * <p>No part is {@code null}. Instances are immutable and safe for use by many threads.
 *
 * @param call the call of the operating system that failed, such as {@code WSADuplicateSocketW}; where the library
 *     itself refused, its own method, such as {@code importFrom}
 * @param errorName the name that the operating system gives the error, such as {@code WSAENOTSOCK}; empty where there
 *     is no error number, {@code "unknown"} where the number has no name that the library knows
 * @param errorCode the number of the error, or {@link ShareException#NO_ERROR_CODE}. Zero is a number too: it means
 *     that the call failed and the operating system gave no reason
 * @param meaning what the error means, in few words
 * @param remedy what the caller can do about it
 */
public record ShareFailure(String call, String errorName, int errorCode, String meaning, String remedy) {
    /**
     * Checks the parts.
     *
     * @param call the call that failed
     * @param errorName the error's name, or an empty string
     * @param errorCode the error's number, or {@link ShareException#NO_ERROR_CODE}
     * @param meaning what the error means
     * @param remedy what the caller can do about it
     * @throws NullPointerException if one of them is {@code null}
     */
    public ShareFailure {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(errorName, "errorName");
        Objects.requireNonNull(meaning, "meaning");
        Objects.requireNonNull(remedy, "remedy");
    }

    /**
     * A failure that the library found by itself, without an error number of the operating system.
     *
     * @param call the library's method, or the call of the operating system whose answer was refused
     * @param meaning what was found
     * @param remedy what the caller can do about it
     * @return the failure, with an empty name and {@link ShareException#NO_ERROR_CODE}
     * @throws NullPointerException if an argument is {@code null}
     */
    public static ShareFailure withoutCode(final String call, final String meaning, final String remedy) {
        return new ShareFailure(call, "", ShareException.NO_ERROR_CODE, meaning, remedy);
    }

    String message() {
        final String error = errorCode == ShareException.NO_ERROR_CODE ? "" : errorName + " (" + errorCode + "), ";
        return call + ": " + error + meaning + "; " + remedy;
    }
}
