package io.nioshare.provider.select;

import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import java.io.IOException;

/** What a selector asks of a channel. Callable from any thread. */
public interface SelectableSocket {

    void addListener(StateListener listener);

    void removeListener(StateListener listener);

    /**
     * Adds this channel's socket to a poller.
     *
     * @return null when the channel is closed
     */
    OsRegistration enroll(OsPoller poller, Object attachment) throws IOException;

    /** Undoes {@link #enroll}; idempotent. */
    void withdraw(OsRegistration registration);

    /**
     * Those of {@code operations} that mean something in the channel's present state: a channel isn't connectable
     * unless its connection is pending, nor readable before it is connected.
     */
    int possible(int operations);
}
