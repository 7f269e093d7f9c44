package io.nioshare.provider.linux.socket;

import static io.nioshare.provider.linux.libc.Libc.*;

import io.nioshare.provider.os.OsOption;
import java.io.IOException;
import java.net.SocketException;

/** Which level, name and form each option has on Linux. */
final class LinuxOptions {

    private static final int PEER_INTS = 3;

    private LinuxOptions() {}

    static int get(LinuxSocket socket, OsOption option) throws IOException {
        if (option == OsOption.LINGER) {
            // struct linger { int onoff; int linger; }
            long linger = OptionCalls.getLong(socket, SOL_SOCKET, SO_LINGER);
            return (int) linger == 0 ? -1 : (int) (linger >>> Integer.SIZE);
        }
        if (option == OsOption.PEER_USER || option == OsOption.PEER_GROUP) {
            return peer(
                    OptionCalls.getInts(socket, SOL_SOCKET, SO_PEERCRED, PEER_INTS),
                    option == OsOption.PEER_USER ? 1 : 2);
        }
        int value = OptionCalls.getInt(socket, level(option, socket.ipv6()), name(option, socket.ipv6()));
        return switch (option) {
            // "socket(7)": the kernel doubles what it was told, for its own needs.
            case RECEIVE_BUFFER, SEND_BUFFER -> value / 2;
            // "ip(7)": by default datagrams are split when they must be, and paths probed when they need not.
            case DONT_FRAGMENT -> value == IP_PMTUDISC_DO ? 1 : 0;
            default -> value;
        };
    }

    /** {@code struct ucred { pid_t pid; uid_t uid; gid_t gid; }}, and the process 0 is nobody. */
    private static int peer(int[] credentials, int index) throws SocketException {
        if (credentials[0] == 0) {
            throw new SocketException("the socket has no peer that this process sees");
        }
        return credentials[index];
    }

    static void set(LinuxSocket socket, OsOption option, int wanted) throws IOException {
        if (option == OsOption.LINGER) {
            OptionCalls.setLong(socket, SOL_SOCKET, SO_LINGER, wanted < 0 ? 0 : (long) wanted << Integer.SIZE | 1);
            return;
        }
        int value = wanted;
        if (option == OsOption.DONT_FRAGMENT) {
            value = wanted != 0 ? IP_PMTUDISC_DO : IP_PMTUDISC_DONT;
        }
        int level = level(option, socket.ipv6());
        if (level == IPPROTO_IPV6) {
            // A dual-stack socket sends to addresses of both families.
            OptionCalls.setInt(socket, IPPROTO_IP, name(option, false), value);
        }
        OptionCalls.setInt(socket, level, name(option, socket.ipv6()), value);
    }

    private static int level(OsOption option, boolean ipv6) {
        return switch (option) {
            case NO_DELAY, KEEP_IDLE, KEEP_INTERVAL, KEEP_COUNT, QUICK_ACK -> IPPROTO_TCP;
            case TRAFFIC_CLASS, MULTICAST_TTL, MULTICAST_LOOP, DONT_FRAGMENT -> ipv6 ? IPPROTO_IPV6 : IPPROTO_IP;
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
            case REUSE_PORT -> SO_REUSEPORT;
            case KEEP_IDLE -> TCP_KEEPIDLE;
            case KEEP_INTERVAL -> TCP_KEEPINTVL;
            case KEEP_COUNT -> TCP_KEEPCNT;
            case QUICK_ACK -> TCP_QUICKACK;
            case INCOMING_NAPI_ID -> SO_INCOMING_NAPI_ID;
            case PEER_USER, PEER_GROUP -> SO_PEERCRED;
            case DONT_FRAGMENT -> ipv6 ? IPV6_MTU_DISCOVER : IP_MTU_DISCOVER;
        };
    }
}
