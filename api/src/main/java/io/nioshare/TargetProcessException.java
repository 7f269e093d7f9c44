package io.nioshare;

/**
 * The process that a socket was to be exported to isn't there, has ended, or may not be opened by this one.
 *
 * <p>The channel is unchanged and can be exported to another process.
 */
public final class TargetProcessException extends ShareException {
    private static final long serialVersionUID = 1L;

    /** The process that was named. */
    private final long pid;

    /**
     * Creates an exception.
     *
     * @param pid the process that was named
     * @param failure what went wrong
     * @throws NullPointerException if {@code failure} is {@code null}
     */
    public TargetProcessException(final long pid, final ShareFailure failure) {
        super(failure);
        this.pid = pid;
    }

    /**
     * The process that was named.
     *
     * @return the process id that was given to {@link ShareableChannel#exportTo(long)}
     */
    public long pid() {
        return pid;
    }
}
