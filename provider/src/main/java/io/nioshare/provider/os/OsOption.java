package io.nioshare.provider.os;

/** Socket options that a backend maps to its own levels and names; every value is an {@code int}. */
public enum OsOption {
    RECEIVE_BUFFER,
    SEND_BUFFER,
    KEEP_ALIVE,
    /** Seconds, or -1 when lingering is off. */
    LINGER,
    NO_DELAY,
    REUSE_ADDRESS
}
