package io.nioshare.provider.channel;

import java.net.SocketOption;

/** The JDK's connections have it too, by this name alone: no public constant stands for it. */
final class UrgentInlineOption implements SocketOption<Boolean> {
    @Override
    public String name() {
        return "SO_OOBINLINE";
    }

    @Override
    public Class<Boolean> type() {
        return Boolean.class;
    }

    @Override
    public String toString() {
        return name();
    }
}
