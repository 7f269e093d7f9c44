package io.nioshare.provider.windows.winsock;

import static io.nioshare.provider.windows.jna.Winsock2.*;

import io.nioshare.provider.os.OsOption;
import java.io.IOException;

/** Which level, name and form each option has in Winsock. */
final class WinsockOptions {

    private static final int LINGER_ON = 1;
    private static final int MAX_LINGER = 0xffff;

    private WinsockOptions() {}

    static int get(WinsockSocket socket, OsOption option) throws IOException {
        int value = socket.getInt(level(option, socket.ipv6()), name(option));
        if (option != OsOption.LINGER) {
            return value;
        }
        boolean on = (value & 0xffff) != 0;
        return on ? value >>> 16 : -1;
    }

    static void set(WinsockSocket socket, OsOption option, int value) throws IOException {
        boolean ofBothFamilies = level(option, true) == IPPROTO_IPV6;
        if (ofBothFamilies && socket.ipv6()) {
            // A dual-stack socket sends to addresses of both.
            socket.setInt(IPPROTO_IP, name(option), value);
        }
        socket.setInt(level(option, socket.ipv6()), name(option), option == OsOption.LINGER ? linger(value) : value);
    }

    /** {@code struct linger { u_short onoff; u_short linger; }} */
    private static int linger(int seconds) {
        return seconds < 0 ? 0 : LINGER_ON | Math.min(seconds, MAX_LINGER) << 16;
    }

    private static int level(OsOption option, boolean ipv6) {
        return switch (option) {
            case NO_DELAY, KEEP_IDLE, KEEP_INTERVAL, KEEP_COUNT -> IPPROTO_TCP;
            case TRAFFIC_CLASS -> IPPROTO_IP;
            case MULTICAST_TTL, MULTICAST_LOOP, DONT_FRAGMENT -> ipv6 ? IPPROTO_IPV6 : IPPROTO_IP;
            default -> SOL_SOCKET;
        };
    }

    private static int name(OsOption option) {
        return switch (option) {
            case RECEIVE_BUFFER -> SO_RCVBUF;
            case SEND_BUFFER -> SO_SNDBUF;
            case KEEP_ALIVE -> SO_KEEPALIVE;
            case LINGER -> SO_LINGER;
            case NO_DELAY -> TCP_NODELAY;
            case REUSE_ADDRESS -> SO_REUSEADDR;
            case URGENT_INLINE -> SO_OOBINLINE;
            case TRAFFIC_CLASS -> IP_TOS;
            case BROADCAST -> SO_BROADCAST;
            // The same numbers for IPv6.
            case MULTICAST_TTL -> IP_MULTICAST_TTL;
            case MULTICAST_LOOP -> IP_MULTICAST_LOOP;
            case DONT_FRAGMENT -> IP_DONTFRAGMENT;
            case KEEP_IDLE -> TCP_KEEPIDLE;
            case KEEP_INTERVAL -> TCP_KEEPINTVL;
            case KEEP_COUNT -> TCP_KEEPCNT;
            case REUSE_PORT, QUICK_ACK, INCOMING_NAPI_ID, PEER_USER, PEER_GROUP ->
                throw new IllegalArgumentException("Windows has no " + option);
        };
    }
}
