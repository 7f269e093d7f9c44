package io.nioshare.provider.channel;

import io.nioshare.provider.os.OsOption;
import io.nioshare.provider.os.OsSocket;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which options a kind of channel has, and their values in Java's types. */
final class ChannelOptions {

    private static final ChannelOptions STREAM = new ChannelOptions(Map.of(
            StandardSocketOptions.SO_RCVBUF, OsOption.RECEIVE_BUFFER,
            StandardSocketOptions.SO_SNDBUF, OsOption.SEND_BUFFER,
            StandardSocketOptions.SO_KEEPALIVE, OsOption.KEEP_ALIVE,
            StandardSocketOptions.SO_LINGER, OsOption.LINGER,
            StandardSocketOptions.SO_REUSEADDR, OsOption.REUSE_ADDRESS,
            StandardSocketOptions.TCP_NODELAY, OsOption.NO_DELAY,
            StandardSocketOptions.IP_TOS, OsOption.TRAFFIC_CLASS));

    private static final ChannelOptions LISTENER = new ChannelOptions(Map.of(
            StandardSocketOptions.SO_RCVBUF, OsOption.RECEIVE_BUFFER,
            StandardSocketOptions.SO_REUSEADDR, OsOption.REUSE_ADDRESS));

    private static final ChannelOptions UNIX_STREAM = new ChannelOptions(Map.of(
            StandardSocketOptions.SO_RCVBUF, OsOption.RECEIVE_BUFFER,
            StandardSocketOptions.SO_SNDBUF, OsOption.SEND_BUFFER,
            StandardSocketOptions.SO_LINGER, OsOption.LINGER));

    private static final ChannelOptions UNIX_LISTENER =
            new ChannelOptions(Map.of(StandardSocketOptions.SO_RCVBUF, OsOption.RECEIVE_BUFFER));

    /** Without IP_MULTICAST_IF, which is no number: the channel has it. */
    static final ChannelOptions DATAGRAM = new ChannelOptions(Map.of(
            StandardSocketOptions.SO_RCVBUF, OsOption.RECEIVE_BUFFER,
            StandardSocketOptions.SO_SNDBUF, OsOption.SEND_BUFFER,
            StandardSocketOptions.SO_REUSEADDR, OsOption.REUSE_ADDRESS,
            StandardSocketOptions.SO_BROADCAST, OsOption.BROADCAST,
            StandardSocketOptions.IP_TOS, OsOption.TRAFFIC_CLASS,
            StandardSocketOptions.IP_MULTICAST_TTL, OsOption.MULTICAST_TTL,
            StandardSocketOptions.IP_MULTICAST_LOOP, OsOption.MULTICAST_LOOP));

    private static final int MAX_LINGER = 65535;
    private static final int MAX_BYTE = 255;

    private final Map<SocketOption<?>, OsOption> options;

    private ChannelOptions(Map<SocketOption<?>, OsOption> options) {
        this.options = options;
    }

    static ChannelOptions ofStream(ProtocolFamily family) {
        return family == StandardProtocolFamily.UNIX ? UNIX_STREAM : STREAM;
    }

    static ChannelOptions ofListener(ProtocolFamily family) {
        return family == StandardProtocolFamily.UNIX ? UNIX_LISTENER : LISTENER;
    }

    Set<SocketOption<?>> names() {
        return options.keySet();
    }

    /** As {@code NetworkChannel.getOption}, in the order of checks that the JDK has. */
    <T> T get(SocketLife life, SocketOption<T> name) throws IOException {
        Objects.requireNonNull(name);
        life.lock().lock();
        try {
            ensureSupported(name);
            life.ensureOpen();
            return get(life.socket(), name);
        } finally {
            life.lock().unlock();
        }
    }

    /** As {@code NetworkChannel.setOption}. */
    <T> void set(SocketLife life, SocketOption<T> name, T value) throws IOException {
        Objects.requireNonNull(name);
        ensureSupported(name);
        if (!name.type().isInstance(value)) {
            throw new IllegalArgumentException("Invalid value '" + value + "'");
        }
        life.lock().lock();
        try {
            life.ensureOpen();
            life.socket().setOption(options.get(name), toInt(name, value));
        } finally {
            life.lock().unlock();
        }
    }

    private void ensureSupported(SocketOption<?> name) {
        if (!options.containsKey(name)) {
            throw new UnsupportedOperationException("'" + name + "' not supported");
        }
    }

    private <T> T get(OsSocket socket, SocketOption<T> name) throws IOException {
        int value = socket.getOption(options.get(name));
        Object result = name.type() == Boolean.class ? (Object) (value != 0) : (Object) value;
        return name.type().cast(result);
    }

    private static int toInt(SocketOption<?> name, Object value) {
        if (value instanceof Boolean on) {
            return on ? 1 : 0;
        }
        int number = (Integer) value;
        if (name == StandardSocketOptions.SO_LINGER) {
            return Math.max(-1, Math.min(number, MAX_LINGER));
        }
        if (name == StandardSocketOptions.IP_TOS) {
            return requireByte(number, "IP_TOS");
        }
        if (name == StandardSocketOptions.IP_MULTICAST_TTL) {
            return requireByte(number, "TTL/hop");
        }
        if (number < 0) {
            throw new IllegalArgumentException("Invalid send/receive buffer size");
        }
        return number;
    }

    private static int requireByte(int value, String what) {
        if (value < 0 || value > MAX_BYTE) {
            throw new IllegalArgumentException("Invalid " + what + " value");
        }
        return value;
    }
}
