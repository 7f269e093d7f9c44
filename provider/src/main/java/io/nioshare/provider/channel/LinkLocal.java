package io.nioshare.provider.channel;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Link-local IPv6 addresses, which the system takes only together with their network interface. */
final class LinkLocal {

    /** What was found once: looking takes as long as many datagrams. */
    private static final Map<InetAddress, InetAddress> OWN = new ConcurrentHashMap<>();

    private LinkLocal() {}

    /**
     * The address as the system is to get it: one of this host's own that comes without an interface, with the one that
     * has it. As it is where several have it, or none.
     */
    static SocketAddress scoped(SocketAddress address) throws SocketException {
        return address instanceof InetSocketAddress inet ? scoped(inet) : address;
    }

    /** As {@link #scoped(SocketAddress)}. */
    static InetSocketAddress scoped(InetSocketAddress address) throws SocketException {
        if (!(address.getAddress() instanceof Inet6Address host)
                || !host.isLinkLocalAddress()
                || host.getScopeId() != 0) {
            return address;
        }
        InetAddress own = OWN.get(host);
        if (own == null) {
            own = find(host);
        }
        return own == null ? address : new InetSocketAddress(own, address.getPort());
    }

    private static InetAddress find(InetAddress host) throws SocketException {
        List<InetAddress> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(host::equals)
                .toList();
        if (own.size() != 1) {
            return null;
        }
        OWN.put(host, own.get(0));
        return own.get(0);
    }
}
