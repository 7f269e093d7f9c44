package io.nioshare.provider.os;

import java.io.IOException;

/**
 * Readiness of many sockets for one selector. Events are named by the bits of {@link java.nio.channels.SelectionKey}.
 *
 * <p>{@link #poll} and {@link #close} are called by one thread at a time, which holds the selector's lock, or by
 * another one for which that thread waits: this is the polling thread. Everything else is called by any thread.
 */
public interface OsPoller {

    /** Among the events of a socket with an error or abort, or that can't be watched; no bit of {@code SelectionKey}. */
    int BROKEN = 1 << 8;

    /** Receives what {@link #poll} found. */
    @FunctionalInterface
    interface Sink {
        /**
         * @param attachment what was given to {@link #register}
         * @param events those of the asked-for events that have occurred; all of them and {@link #BROKEN} after an error
         *     or abort
         */
        void ready(Object attachment, int events);
    }

    /** Adds a socket, with no interest yet. The same one may be in it several times. */
    OsRegistration register(OsSocket socket, Object attachment) throws IOException;

    /**
     * Waits for events and passes each on, level-triggered: what is still ready at the next call is reported again
     * if its {@link OsRegistration#interest} was set again in between.
     *
     * @param timeout milliseconds, or {@link OsStatus#NO_WAIT} or {@link OsStatus#FOREVER}
     * @return how many times {@code sink} was called. May be 0 before the time is over
     */
    int poll(long timeout, Sink sink) throws IOException;

    /** Makes the present call of {@link #poll}, or the next one, return. */
    void wakeup() throws IOException;

    /** Releases everything, registrations included, after the kernel has let go of all memory it was given. */
    void close() throws IOException;
}
