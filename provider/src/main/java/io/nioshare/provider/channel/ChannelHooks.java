package io.nioshare.provider.channel;

import java.nio.channels.AsynchronousCloseException;

/** What {@code java.nio.channels.spi} lets none but the channel itself do, or tells none but it. */
interface ChannelHooks {

    /** Begins a call that may wait, so that an interrupt closes the channel. */
    void beginWaiting();

    /** Ends it; throws when it came to nothing because the channel was closed or the thread interrupted. */
    void endWaiting(boolean completed) throws AsynchronousCloseException;

    boolean isBlocking();
}
