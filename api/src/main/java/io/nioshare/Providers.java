package io.nioshare;

import io.nioshare.spi.SharingProvider;
import java.nio.channels.Channel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;

/** Finds what can share among what is there, and says what to set when there is nothing. */
final class Providers {
    static final String SETTING =
            "-Djava.nio.channels.spi.SelectorProvider=io.nioshare.provider.ShareableSelectorProvider";

    private Providers() {}

    static SharingProvider sharing(final SelectorProvider inForce) {
        if (inForce instanceof SharingProvider sharing) {
            return sharing;
        }
        throw new IllegalStateException("the selector provider in force, "
                + inForce.getClass().getName() + ", can't import sockets; start the JVM with " + SETTING);
    }

    static ShareableChannel shareable(final Channel channel) {
        Objects.requireNonNull(channel, "channel");
        if (channel instanceof ShareableChannel shareable) {
            return shareable;
        }
        throw new IllegalArgumentException("a " + channel.getClass().getName()
                + " can't be shared; open channels with the JVM started with " + SETTING);
    }
}
