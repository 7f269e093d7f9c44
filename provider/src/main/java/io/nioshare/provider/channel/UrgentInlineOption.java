package io.nioshare.provider.channel;

import java.net.SocketOption;

/** Whether urgent data comes in the stream. The JDK's connections have it by this name, without a public constant. */
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
