package io.nioshare.provider.windows.afd;

import io.nioshare.provider.windows.jna.Afd;
import java.nio.channels.SelectionKey;

/**
 * Between the bits of {@link SelectionKey} and those of the poll device. The device's CONNECT bit isn't used: it stays
 * up for ever. An outgoing connection is there when the socket can send.
 */
final class PollEvents {

    /** An abort or a failed connect answers every question, since the next call on the socket will tell. */
    private static final int BROKEN = Afd.POLL_ABORT | Afd.POLL_CONNECT_FAIL;

    private PollEvents() {}

    static int toDevice(int operations) {
        int events = BROKEN | Afd.POLL_LOCAL_CLOSE;
        if ((operations & SelectionKey.OP_READ) != 0) {
            events |= Afd.POLL_RECEIVE | Afd.POLL_DISCONNECT;
        }
        if ((operations & SelectionKey.OP_ACCEPT) != 0) {
            events |= Afd.POLL_ACCEPT;
        }
        if ((operations & (SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT)) != 0) {
            events |= Afd.POLL_SEND;
        }
        return events;
    }

    static boolean hasData(int events) {
        return (events & Afd.POLL_RECEIVE) != 0;
    }

    static boolean isBroken(int events) {
        return (events & BROKEN) != 0;
    }

    static boolean isUnconnectable(int events) {
        return (events & Afd.POLL_CONNECT_FAIL) != 0;
    }

    /** Which of {@code operations} these events allow. */
    static int toOperations(int events, int operations) {
        if (isBroken(events)) {
            return operations;
        }
        int ready = 0;
        if ((events & (Afd.POLL_RECEIVE | Afd.POLL_DISCONNECT)) != 0) {
            ready |= SelectionKey.OP_READ;
        }
        if ((events & Afd.POLL_ACCEPT) != 0) {
            ready |= SelectionKey.OP_ACCEPT;
        }
        if ((events & Afd.POLL_SEND) != 0) {
            ready |= SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;
        }
        return ready & operations;
    }
}
