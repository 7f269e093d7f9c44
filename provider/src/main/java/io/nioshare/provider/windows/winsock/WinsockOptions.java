package io.nioshare.provider.windows.winsock;

import static io.nioshare.provider.windows.jna.Winsock2.*;

import io.nioshare.provider.os.OsOption;
import io.nioshare.provider.windows.jna.LastError;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketException;

/** Which level, name and form each option has in Winsock. */
final class WinsockOptions {

    private static final int LINGER_ON = 1;
    private static final int MAX_LINGER = 0xffff;

    private WinsockOptions() {}

    static int get(WinsockSocket socket, OsOption option) throws IOException {
        if (option == OsOption.TRAFFIC_CLASS) {
            return trafficClass(socket);
        }
        int value = socket.getInt(level(option, isOfFamily(option) && sendsByIpv6(socket)), name(option));
        if (option != OsOption.LINGER) {
            return value;
        }
        boolean on = (value & 0xffff) != 0;
        return on ? value >>> 16 : -1;
    }

    static void set(WinsockSocket socket, OsOption option, int value) throws IOException {
        if (option == OsOption.TRAFFIC_CLASS) {
            setTrafficClass(socket, value);
            return;
        }
        if (isOfFamily(option)) {
            setForFamilies(
                    socket,
                    () -> socket.setInt(IPPROTO_IP, name(option), value),
                    () -> socket.setInt(IPPROTO_IPV6, name(option), value));
            return;
        }
        socket.setInt(level(option, false), name(option), option == OsOption.LINGER ? linger(value) : value);
    }

    /** Sets an option of one family. */
    @FunctionalInterface
    interface FamilyOption {
        void set() throws IOException;
    }

    /**
     * Sets what both families have each for itself. A dual-stack socket sends to addresses of both, but while it has an
     * address of its own, Windows takes the options of that one's family alone: the other's are a wish, as in the JDK.
     */
    static void setForFamilies(WinsockSocket socket, FamilyOption ofIpv4, FamilyOption ofIpv6) throws IOException {
        if (!socket.ipv6()) {
            ofIpv4.set();
            return;
        }
        boolean ipv6 = sendsByIpv6(socket);
        (ipv6 ? ofIpv6 : ofIpv4).set();
        try {
            (ipv6 ? ofIpv4 : ofIpv6).set();
        } catch (IOException ofOneFamilyAlone) {
            // It has what counts.
        }
    }

    /** Whether each family has the option for itself. */
    private static boolean isOfFamily(OsOption option) {
        return level(option, true) == IPPROTO_IPV6;
    }

    /** Not, too, if it is dual-stack and bound to an address of IPv4. */
    private static boolean sendsByIpv6(WinsockSocket socket) throws IOException {
        if (!socket.ipv6()) {
            return false;
        }
        boolean boundToIpv4 =
                socket.localAddress() instanceof InetSocketAddress local && local.getAddress() instanceof Inet4Address;
        return !boundToIpv4;
    }

    /** "IPPROTO_IP Socket Options": IP_TOS isn't to be used. As in the JDK, a Windows that doesn't know it has none. */
    private static int trafficClass(WinsockSocket socket) throws IOException {
        try {
            return socket.getInt(IPPROTO_IP, IP_TOS);
        } catch (SocketException e) {
            throwUnlessUnknown(e);
            return 0;
        }
    }

    /** A hint, which may be ignored; Windows refuses it also for a UDP socket that isn't bound. */
    private static void setTrafficClass(WinsockSocket socket, int value) throws IOException {
        try {
            socket.setInt(IPPROTO_IP, IP_TOS, value);
        } catch (SocketException e) {
            throwUnlessUnknown(e);
        }
    }

    private static void throwUnlessUnknown(SocketException e) throws SocketException {
        int error = LastError.get();
        if (error != WSAENOPROTOOPT && error != WSAEINVAL) {
            throw e;
        }
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
