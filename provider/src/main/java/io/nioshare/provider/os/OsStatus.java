package io.nioshare.provider.os;

/** Results of an {@link OsOperation} that are not a count. */
public final class OsStatus {

    /** The peer has ended its side of the stream. */
    public static final int END_OF_STREAM = -1;

    /** Nothing could be done without waiting longer than was allowed. */
    public static final int UNAVAILABLE = -2;

    /** {@link OsOperation#cancel()} was called, and nothing was transferred. */
    public static final int CANCELLED = -3;

    /** Timeout: don't wait. */
    public static final long NO_WAIT = 0;

    /** Timeout: wait until done or cancelled. */
    public static final long FOREVER = -1;

    private OsStatus() {}
}
