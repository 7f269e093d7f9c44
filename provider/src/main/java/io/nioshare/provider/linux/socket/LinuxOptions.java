package io.nioshare.provider.linux.socket;

import static io.nioshare.provider.linux.libc.Libc.*;

import io.nioshare.provider.os.OsOption;
import java.io.IOException;

/** Which level, name and form each option has on Linux. */
final class LinuxOptions {

    private LinuxOptions() {}

    static int get(LinuxSocket socket, OsOption option) throws IOException {
        if (option != OsOption.LINGER) {
            int value = socket.getInt(level(option, socket.ipv6()), name(option, socket.ipv6()));
            // "socket(7)": the kernel doubles what it was told, for its own needs.
            boolean doubled = option == OsOption.RECEIVE_BUFFER || option == OsOption.SEND_BUFFER;
            return doubled ? value / 2 : value;
        }
        // struct linger { int onoff; int linger; }
        long linger = socket.getLong(SOL_SOCKET, SO_LINGER);
        return (int) linger == 0 ? -1 : (int) (linger >>> Integer.SIZE);
    }

    static void set(LinuxSocket socket, OsOption option, int value) throws IOException {
        if (option == OsOption.LINGER) {
            socket.setLong(SOL_SOCKET, SO_LINGER, value < 0 ? 0 : (long) value << Integer.SIZE | 1);
            return;
        }
        int level = level(option, socket.ipv6());
        if (level == IPPROTO_IPV6) {
            // A dual-stack socket sends to addresses of both families.
            socket.setInt(IPPROTO_IP, name(option, false), value);
        }
        socket.setInt(level, name(option, socket.ipv6()), value);
    }

    private static int level(OsOption option, boolean ipv6) {
        return switch (option) {
            case NO_DELAY -> IPPROTO_TCP;
            case TRAFFIC_CLASS, MULTICAST_TTL, MULTICAST_LOOP -> ipv6 ? IPPROTO_IPV6 : IPPROTO_IP;
            default -> SOL_SOCKET;
        };
    }

    private static int name(OsOption option, boolean ipv6) {
        return switch (option) {
            case RECEIVE_BUFFER -> SO_RCVBUF;
            case SEND_BUFFER -> SO_SNDBUF;
            case KEEP_ALIVE -> SO_KEEPALIVE;
            case LINGER -> SO_LINGER;
            case NO_DELAY -> TCP_NODELAY;
            case REUSE_ADDRESS -> SO_REUSEADDR;
            case URGENT_INLINE -> SO_OOBINLINE;
            case TRAFFIC_CLASS -> ipv6 ? IPV6_TCLASS : IP_TOS;
            case BROADCAST -> SO_BROADCAST;
            case MULTICAST_TTL -> ipv6 ? IPV6_MULTICAST_HOPS : IP_MULTICAST_TTL;
            case MULTICAST_LOOP -> ipv6 ? IPV6_MULTICAST_LOOP : IP_MULTICAST_LOOP;
        };
    }
}
