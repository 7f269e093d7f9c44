package io.nioshare.provider.select;

import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import java.io.IOException;

/** A channel's descriptor, as far as selectors use it. Callable from any thread. */
public interface Pollable {

    /**
     * Adds the descriptor to a poller.
     *
     * @return null when the channel is closed
     */
    OsRegistration enroll(OsPoller poller, Object attachment) throws IOException;

    void addListener(StateListener listener);

    /**
     * Undoes {@link #addListener} and {@link #enroll}; idempotent.
     *
     * @param registration null when there is none
     */
    void withdraw(StateListener listener, OsRegistration registration);
}
