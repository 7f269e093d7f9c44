package io.nioshare.provider.windows.winsock;

import io.nioshare.provider.windows.jna.Kernel32;
import io.nioshare.provider.windows.jna.LastError;
import java.io.IOException;

/**
 * Events that operations wait for, one each from its first wait to its end. The next operation takes what an ended one
 * gives back: an imported connection seldom lives long enough to be worth two events. Thread-safe.
 */
final class WaitEvents {

    static final int KEPT = 64;

    /** Guards itself and the count. */
    private static final long[] FREE = new long[KEPT];

    private static int free;

    private WaitEvents() {}

    /** A manual-reset event, in either state: a call that is given one resets it. */
    static long take() throws IOException {
        synchronized (FREE) {
            if (free > 0) {
                return FREE[--free];
            }
        }
        long event = Kernel32.CreateEventW(0, true, false, 0);
        if (event == 0) {
            throw WinsockError.toException("CreateEventW", LastError.get());
        }
        return event;
    }

    /** No call that was given it may be pending any more. */
    static void giveBack(long event) {
        synchronized (FREE) {
            if (free < KEPT) {
                FREE[free++] = event;
                return;
            }
        }
        Kernel32.CloseHandle(event);
    }
}
