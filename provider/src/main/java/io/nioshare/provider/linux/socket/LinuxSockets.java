package io.nioshare.provider.linux.socket;

import io.nioshare.provider.linux.libc.LastError;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.os.OsOption;
import io.nioshare.provider.os.OsSocketType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

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
     * Makes a socket of a descriptor that came from elsewhere. On failure the descriptor stays as it was.
     *
     * @param peer whom the socket was connected to when it came, for when the system has forgotten; or null
     * @return the socket, shared; null when it is neither TCP nor UDP nor a stream within the host
     */
    public LinuxSocket adopt(int descriptor, InetSocketAddress peer) throws IOException {
        return adopt(descriptor, peer, Set.of());
    }

    /**
     * Takes over a descriptor that this process was started with. One that would be closed when another program is
     * started is none, nor is one that was taken over before.
     *
     * @return the socket, shared; null when the descriptor is no such thing, and then it stays as it was
     */
    public synchronized LinuxSocket takeOver(int descriptor) throws IOException {
        int flags = Libc.fcntl(descriptor, Libc.F_GETFD, 0);
        boolean inherited = flags >= 0 && (flags & Libc.FD_CLOEXEC) == 0;
        return inherited && !new ForeignSocket(descriptor).isOwn() ? adopt(descriptor, null) : null;
    }

    /**
     * The socket that this process has as its standard input, as programs started by inetd have; null for none. Its
     * close also takes it from the standard streams, since it would go on living in them.
     */
    public LinuxSocket standardInput() throws IOException {
        int copy = Libc.duplicate(0);
        if (copy < 0) {
            if (Errno.EBADF.is(LastError.get())) {
                return null;
            }
            throw Errno.toException("fcntl(F_DUPFD_CLOEXEC)", LastError.get());
        }
        LinuxSocket socket = null;
        try {
            socket = adopt(copy, null, StandardStreams.of(copy));
            return socket;
        } finally {
            if (socket == null) {
                Libc.close(copy);
            }
        }
    }

    private static LinuxSocket adopt(int descriptor, InetSocketAddress peer, Set<Integer> standardStreams)
            throws IOException {
        ForeignSocket probe = new ForeignSocket(descriptor);
        if (!probe.isSocket()) {
            return null;
        }
        OsSocketType type = probe.type();
        ProtocolFamily family = probe.family();
        if (type == null || family == null) {
            return null;
        }
        boolean connection = type == OsSocketType.STREAM && !probe.isListening();
        LinuxSocket socket = new LinuxSocket(descriptor, type, family, connection ? peer : null, standardStreams);
        socket.setNonBlocking();
        socket.setCloseOnExec();
        socket.setShared(true);
        return socket;
    }

    /** As the JDK's: a server that is started again gets its port while connections of the old one are dying. */
    public LinuxSocket openListener(ProtocolFamily family) throws IOException {
        LinuxSocket socket = LinuxSocket.open(OsSocketType.STREAM, family);
        if (family == StandardProtocolFamily.UNIX) {
            return socket;
        }
        try {
            socket.setOption(OsOption.REUSE_ADDRESS, 1);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }
}
