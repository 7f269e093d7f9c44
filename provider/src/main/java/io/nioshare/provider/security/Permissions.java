package io.nioshare.provider.security;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetPermission;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/**
 * What a security manager has to allow, if one is set: the checks that {@code java.nio.channels} documents, in the JDK's
 * order. A refusal is a {@link SecurityException}.
 */
public final class Permissions {

    private static final int FIRST_WITHOUT = 24;

    /** Whether this JDK may have a manager. One that can't is not to miss the class, once that is gone. */
    static final boolean POSSIBLE = Runtime.version().feature() < FIRST_WITHOUT;

    private static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");

    private Permissions() {}

    /** Whether somebody has to be asked at all. */
    public static boolean areChecked() {
        return POSSIBLE && Manager.get() != null;
    }

    public static void requireListen(int port) {
        if (POSSIBLE) {
            Manager.requireListen(port);
        }
    }

    public static void requireConnect(InetSocketAddress peer) {
        if (POSSIBLE) {
            Manager.requireConnect(peer);
        }
    }

    public static void requireAccept(InetSocketAddress peer) {
        if (POSSIBLE) {
            Manager.requireAccept(peer);
        }
    }

    /** For a datagram to this address, or to a group. */
    public static void requireSend(InetSocketAddress target) {
        if (!target.getAddress().isMulticastAddress()) {
            requireConnect(target);
        } else {
            requireMulticast(target.getAddress());
        }
    }

    public static void requireMulticast(InetAddress group) {
        if (POSSIBLE) {
            Manager.requireMulticast(group);
        }
    }

    /** For whatever a socket of the {@code UNIX} family does first. */
    public static void requireUnixDomain() {
        if (POSSIBLE) {
            Manager.requireUnixDomain();
        }
    }

    /** For a channel that this process has from another one. */
    public static void requireInheritedChannel() {
        if (POSSIBLE) {
            Manager.requireInheritedChannel();
        }
    }

    /** Whether the caller may know an address of this host. */
    public static boolean mayKnow(InetAddress local) {
        return !POSSIBLE || Manager.mayKnow(local);
    }

    /** A local address as it may be told: the loopback address with its port, or no name, stands for what may not. */
    public static SocketAddress revealed(SocketAddress local) {
        if (!POSSIBLE || local == null) {
            return local;
        }
        if (local instanceof UnixDomainSocketAddress) {
            return Manager.mayUseUnixDomain() ? local : UNNAMED;
        }
        return mayKnow(((InetSocketAddress) local).getAddress()) ? local : hidden(local);
    }

    public static InetSocketAddress revealed(InetSocketAddress local) {
        return (InetSocketAddress) revealed((SocketAddress) local);
    }

    /** For a text, where nobody is asked. */
    public static Object described(SocketAddress local) {
        return local instanceof InetSocketAddress && areChecked() ? hidden(local) : local;
    }

    private static InetSocketAddress hidden(SocketAddress local) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), ((InetSocketAddress) local).getPort());
    }

    /** Loaded where there may be one. */
    @SuppressWarnings("removal")
    private static final class Manager {

        private static final NetPermission UNIX_DOMAIN = new NetPermission("accessUnixDomainSocket");
        private static final RuntimePermission INHERITED_CHANNEL = new RuntimePermission("inheritedChannel");

        static SecurityManager get() {
            return System.getSecurityManager();
        }

        static void requireListen(int port) {
            SecurityManager manager = get();
            if (manager != null) {
                manager.checkListen(port);
            }
        }

        static void requireConnect(InetSocketAddress peer) {
            SecurityManager manager = get();
            if (manager != null) {
                manager.checkConnect(peer.getAddress().getHostAddress(), peer.getPort());
            }
        }

        static void requireAccept(InetSocketAddress peer) {
            SecurityManager manager = get();
            if (manager != null) {
                manager.checkAccept(peer.getAddress().getHostAddress(), peer.getPort());
            }
        }

        static void requireMulticast(InetAddress group) {
            SecurityManager manager = get();
            if (manager != null) {
                manager.checkMulticast(group);
            }
        }

        static void requireUnixDomain() {
            SecurityManager manager = get();
            if (manager != null) {
                manager.checkPermission(UNIX_DOMAIN);
            }
        }

        static void requireInheritedChannel() {
            SecurityManager manager = get();
            if (manager != null) {
                manager.checkPermission(INHERITED_CHANNEL);
            }
        }

        static boolean mayKnow(InetAddress local) {
            SecurityManager manager = get();
            if (manager == null) {
                return true;
            }
            try {
                manager.checkConnect(local.getHostAddress(), -1);
                return true;
            } catch (SecurityException refused) {
                return false;
            }
        }

        static boolean mayUseUnixDomain() {
            try {
                requireUnixDomain();
                return true;
            } catch (SecurityException refused) {
                return false;
            }
        }
    }
}
