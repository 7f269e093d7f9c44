package io.nioshare.provider.os;

import java.io.IOException;

/** One socket in one {@link OsPoller}. */
public interface OsRegistration {

    /**
     * Asks for these events from the next {@link OsPoller#poll} on, instead of those asked for before. Has to be
     * called again after each event. By the polling thread only; does nothing after {@link #release()}.
     *
     * @param events bits of {@link java.nio.channels.SelectionKey}; 0 for none
     * @throws IOException when the kernel refuses; or else the next poll reports the socket as broken, and only when asked
     *     again this throws
     */
    void interest(int events) throws IOException;

    /**
     * Takes the socket out. When this returns the kernel isn't asked about it any more and no event of it will be
     * passed on, so that its descriptor may be closed. From any thread; idempotent.
     */
    void release();
}
