package io.nioshare.provider.channel;

import io.nioshare.provider.os.OsOption;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Options that not every Java version has on every system. The JVM's own sockets say which it has, and what it calls
 * them: an option may be declared where none of its sockets has it, and its module need not be there at all.
 */
final class JvmOptions {

    private static final Map<String, OsOption> KNOWN = Map.of(
            "SO_PEERCRED", OsOption.PEER_USER,
            "SO_REUSEPORT", OsOption.REUSE_PORT,
            "SO_INCOMING_NAPI_ID", OsOption.INCOMING_NAPI_ID,
            "TCP_KEEPIDLE", OsOption.KEEP_IDLE,
            "TCP_KEEPINTERVAL", OsOption.KEEP_INTERVAL,
            "TCP_KEEPCOUNT", OsOption.KEEP_COUNT,
            "TCP_QUICKACK", OsOption.QUICK_ACK,
            "IP_DONTFRAGMENT", OsOption.DONT_FRAGMENT);

    private JvmOptions() {}

    /** Asks a socket of the JVM's own. */
    interface Source {
        Set<SocketOption<?>> supportedOptions() throws IOException;
    }

    static Set<SocketOption<?>> ofSocket() throws IOException {
        try (Socket socket = new Socket()) {
            return socket.supportedOptions();
        }
    }

    static Set<SocketOption<?>> ofServerSocket() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            return socket.supportedOptions();
        }
    }

    /** No socket of {@code java.net} is of this family. */
    static Set<SocketOption<?>> ofUnixStream() {
        return PeerCredentials.OPTION == null ? Set.of() : Set.of(PeerCredentials.OPTION);
    }

    static Set<SocketOption<?>> ofDatagramSocket() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            return socket.supportedOptions();
        }
    }

    /** Those of a source that the system has too. */
    static Map<SocketOption<?>, OsOption> known(Source source, Set<OsOption> system) throws IOException {
        Map<SocketOption<?>, OsOption> known = new HashMap<>();
        for (SocketOption<?> name : source.supportedOptions()) {
            OsOption option = KNOWN.get(name.name());
            if (option != null && system.contains(option)) {
                known.put(name, option);
            }
        }
        return known;
    }
}
