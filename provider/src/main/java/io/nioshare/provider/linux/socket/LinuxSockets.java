package io.nioshare.provider.linux.socket;

import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.os.OsOption;
import io.nioshare.provider.os.OsSocketType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.file.Files;
import java.nio.file.Path;

/** The maker of sockets, and what the host has of them. */
public final class LinuxSockets {

    private final boolean ipv6 = !Boolean.getBoolean("java.net.preferIPv4Stack") && hasIpv6Address() && canOpenIpv6();

    /** Where IPv6 is switched off, sockets of it can still be had, but no address to bind them to. */
    private static boolean hasIpv6Address() {
        try {
            return !Files.readAllLines(Path.of("/proc/net/if_inet6")).isEmpty();
        } catch (IOException thereIsNone) {
            return false;
        }
    }

    private static boolean canOpenIpv6() {
        try {
            Libc.close(LinuxSocket.create(OsSocketType.STREAM, StandardProtocolFamily.INET6));
            return true;
        } catch (IOException thereIsNone) {
            return false;
        }
    }

    public boolean hasIpv6() {
        return ipv6;
    }

    public LinuxSocket open(OsSocketType type, ProtocolFamily family) throws IOException {
        return LinuxSocket.open(type, family);
    }

    /**
     * Makes a socket of a descriptor that came from elsewhere and is this process's alone.
     *
     * @param peer whom the socket was connected to when it came, for when the system has forgotten; or null
     * @return the socket, shared; null, and the descriptor is closed, when it is no TCP or UDP socket
     */
    public LinuxSocket adopt(int descriptor, InetSocketAddress peer) throws IOException {
        LinuxSocket probe = new LinuxSocket(descriptor, OsSocketType.STREAM, StandardProtocolFamily.INET, null);
        boolean adopted = false;
        try {
            OsSocketType type = probe.inetType();
            ProtocolFamily family = probe.inetFamily();
            if (type == null || family == null) {
                return null;
            }
            probe.setNonBlocking();
            probe.setCloseOnExec();
            boolean connection = type == OsSocketType.STREAM && !probe.isListening();
            LinuxSocket socket = new LinuxSocket(descriptor, type, family, connection ? peer : null);
            socket.setShared(true);
            adopted = true;
            return socket;
        } finally {
            if (!adopted) {
                probe.close();
            }
        }
    }

    /** As the JDK's: a server that is started again gets its port while connections of the old one are dying. */
    public LinuxSocket openListener(ProtocolFamily family) throws IOException {
        LinuxSocket socket = LinuxSocket.open(OsSocketType.STREAM, family);
        try {
            socket.setOption(OsOption.REUSE_ADDRESS, 1);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }
}
