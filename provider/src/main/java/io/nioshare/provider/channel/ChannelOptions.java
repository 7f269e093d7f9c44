package io.nioshare.provider.channel;

import io.nioshare.provider.os.OsBackend;
import io.nioshare.provider.os.OsOption;
import io.nioshare.provider.os.OsSocket;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which options a kind of channel has, and their values in Java's types. */
final class ChannelOptions {

    static final SocketOption<Boolean> URGENT_INLINE = new UrgentInlineOption();

    private static final Map<SocketOption<?>, OsOption> STREAM = Map.of(
            StandardSocketOptions.SO_RCVBUF,
            OsOption.RECEIVE_BUFFER,
            StandardSocketOptions.SO_SNDBUF,
            OsOption.SEND_BUFFER,
            StandardSocketOptions.SO_KEEPALIVE,
            OsOption.KEEP_ALIVE,
            StandardSocketOptions.SO_LINGER,
            OsOption.LINGER,
            StandardSocketOptions.SO_REUSEADDR,
            OsOption.REUSE_ADDRESS,
            StandardSocketOptions.TCP_NODELAY,
            OsOption.NO_DELAY,
            StandardSocketOptions.IP_TOS,
            OsOption.TRAFFIC_CLASS,
            URGENT_INLINE,
            OsOption.URGENT_INLINE);

    private static final Map<SocketOption<?>, OsOption> LISTENER = Map.of(
            StandardSocketOptions.SO_RCVBUF, OsOption.RECEIVE_BUFFER,
            StandardSocketOptions.SO_REUSEADDR, OsOption.REUSE_ADDRESS);

    private static final Map<SocketOption<?>, OsOption> UNIX_STREAM = Map.of(
            StandardSocketOptions.SO_RCVBUF, OsOption.RECEIVE_BUFFER,
            StandardSocketOptions.SO_SNDBUF, OsOption.SEND_BUFFER,
            StandardSocketOptions.SO_LINGER, OsOption.LINGER);

    private static final Map<SocketOption<?>, OsOption> UNIX_LISTENER =
            Map.of(StandardSocketOptions.SO_RCVBUF, OsOption.RECEIVE_BUFFER);

    /** Without IP_MULTICAST_IF, which is no number: the channel has it. */
    private static final Map<SocketOption<?>, OsOption> DATAGRAM = Map.of(
            StandardSocketOptions.SO_RCVBUF, OsOption.RECEIVE_BUFFER,
            StandardSocketOptions.SO_SNDBUF, OsOption.SEND_BUFFER,
            StandardSocketOptions.SO_REUSEADDR, OsOption.REUSE_ADDRESS,
            StandardSocketOptions.SO_BROADCAST, OsOption.BROADCAST,
            StandardSocketOptions.IP_TOS, OsOption.TRAFFIC_CLASS,
            StandardSocketOptions.IP_MULTICAST_TTL, OsOption.MULTICAST_TTL,
            StandardSocketOptions.IP_MULTICAST_LOOP, OsOption.MULTICAST_LOOP);

    private static final Set<OsOption> READ_ONLY = Set.of(OsOption.INCOMING_NAPI_ID, OsOption.PEER_USER);
    private static final int MAX_LINGER = 65535;
    private static final int MAX_BYTE = 255;

    private final Map<SocketOption<?>, OsOption> everywhere;
    private final JvmOptions.Source jvm;
    private final OsBackend system;

    /** With the options that depend on JVM and system; null as long as nobody has asked for one. */
    private volatile Map<SocketOption<?>, OsOption> all;

    private ChannelOptions(Map<SocketOption<?>, OsOption> everywhere, JvmOptions.Source jvm, OsBackend system) {
        this.everywhere = everywhere;
        this.jvm = jvm;
        this.system = system;
    }

    static ChannelOptions ofStream(OsBackend system) {
        return new ChannelOptions(STREAM, JvmOptions::ofSocket, system);
    }

    static ChannelOptions ofListener(OsBackend system) {
        return new ChannelOptions(LISTENER, JvmOptions::ofServerSocket, system);
    }

    static ChannelOptions ofUnixStream(OsBackend system) {
        return new ChannelOptions(UNIX_STREAM, JvmOptions::ofUnixStream, system);
    }

    static ChannelOptions ofUnixListener(OsBackend system) {
        return new ChannelOptions(UNIX_LISTENER, Set::of, system);
    }

    static ChannelOptions ofDatagram(OsBackend system) {
        return new ChannelOptions(DATAGRAM, JvmOptions::ofDatagramSocket, system);
    }

    Set<SocketOption<?>> names() {
        return all().keySet();
    }

    private Map<SocketOption<?>, OsOption> all() {
        Map<SocketOption<?>, OsOption> known = all;
        if (known == null) {
            known = new HashMap<>(everywhere);
            try {
                known.putAll(JvmOptions.known(jvm, system.options()));
            } catch (IOException noSocketNow) {
                return everywhere;
            }
            known = Collections.unmodifiableMap(known);
            all = known;
        }
        return known;
    }

    /** Null when there is no such option. */
    private OsOption find(SocketOption<?> name) {
        OsOption option = everywhere.get(name);
        return option != null ? option : all().get(name);
    }

    /** As {@code NetworkChannel.getOption}, in the order of checks that the JDK has. */
    <T> T get(SocketLife life, SocketOption<T> name) throws IOException {
        Objects.requireNonNull(name);
        life.lock().lock();
        try {
            OsOption option = require(name);
            life.ensureOpen();
            return get(life.socket(), name, option);
        } finally {
            life.lock().unlock();
        }
    }

    /** As {@code NetworkChannel.setOption}. */
    <T> void set(SocketLife life, SocketOption<T> name, T value) throws IOException {
        Objects.requireNonNull(name);
        OsOption option = require(name);
        if (!name.type().isInstance(value)) {
            throw new IllegalArgumentException("Invalid value '" + value + "'");
        }
        life.lock().lock();
        try {
            life.ensureOpen();
            if (READ_ONLY.contains(option)) {
                throw new SocketException("'" + name + "' can only be read");
            }
            life.socket().setOption(option, toInt(option, value));
        } finally {
            life.lock().unlock();
        }
    }

    private OsOption require(SocketOption<?> name) {
        OsOption option = find(name);
        if (option == null) {
            throw new UnsupportedOperationException("'" + name + "' not supported");
        }
        return option;
    }

    private <T> T get(OsSocket socket, SocketOption<T> name, OsOption option) throws IOException {
        if (option == OsOption.PEER_USER) {
            String user = system.userName(socket.getOption(OsOption.PEER_USER));
            String group = system.groupName(socket.getOption(OsOption.PEER_GROUP));
            return name.type().cast(PeerCredentials.of(user, group));
        }
        int value = socket.getOption(option);
        Object result = name.type() == Boolean.class ? (Object) (value != 0) : (Object) value;
        return name.type().cast(result);
    }

    private static int toInt(OsOption option, Object value) {
        if (value instanceof Boolean on) {
            return on ? 1 : 0;
        }
        int number = (Integer) value;
        return switch (option) {
            case LINGER -> Math.max(-1, Math.min(number, MAX_LINGER));
            case TRAFFIC_CLASS -> require("IP_TOS", number, MAX_BYTE);
            case MULTICAST_TTL -> require("TTL/hop", number, MAX_BYTE);
            case RECEIVE_BUFFER, SEND_BUFFER -> require("send/receive buffer size", number, Integer.MAX_VALUE);
            // The system knows its own limits.
            default -> number;
        };
    }

    private static int require(String what, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException("Invalid " + what + (most == MAX_BYTE ? " value" : ""));
        }
        return value;
    }
}
