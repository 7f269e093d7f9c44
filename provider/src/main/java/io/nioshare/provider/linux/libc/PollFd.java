package io.nioshare.provider.linux.libc;

import java.nio.ByteBuffer;

/**
 * What {@code poll} is asked about a descriptor, and what it answers.
 *
 * <pre>
 * struct pollfd { int fd; short events; short revents; };  // 0 4 6, 8 bytes
 * </pre>
 */
public final class PollFd {

    public static final int BYTES = 8;

    private static final int EVENTS = 4;
    private static final int FOUND = 6;

    private PollFd() {}

    /**
     * Asks about a descriptor.
     *
     * @param at where in the memory
     * @param descriptor a negative one isn't asked about
     */
    public static void ask(ByteBuffer memory, int at, int descriptor, int events) {
        memory.putInt(at, descriptor).putShort(at + EVENTS, (short) events).putShort(at + FOUND, (short) 0);
    }

    /** The answer: the events that have occurred. */
    public static int found(ByteBuffer memory, int at) {
        return memory.getShort(at + FOUND);
    }
}
