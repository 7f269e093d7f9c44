package io.nioshare.provider.channel;

import io.nioshare.provider.security.Privileged;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.Security;
import java.util.Map;
import java.util.function.Function;

/**
 * Whom a channel tried to connect to, in the messages of its exceptions: only where the user asks for it with {@code
 * hostInfo} in the system or security property {@code jdk.includeInExceptions}, as the JDK has it.
 */
final class HostInfo {

    private static final String PROPERTY = "jdk.includeInExceptions";

    /** Those that an application can tell apart. */
    private static final Map<Class<? extends IOException>, Function<String, IOException>> KINDS = Map.of(
            SocketException.class, SocketException::new,
            ConnectException.class, ConnectException::new,
            NoRouteToHostException.class, NoRouteToHostException::new,
            BindException.class, BindException::new,
            SocketTimeoutException.class, SocketTimeoutException::new);

    private static final boolean WANTED = isWanted();

    private HostInfo() {}

    private static boolean isWanted() {
        String kinds = Privileged.run(() -> System.getProperty(PROPERTY, Security.getProperty(PROPERTY)));
        if (kinds != null) {
            for (String kind : kinds.split(",")) {
                if (kind.trim().equalsIgnoreCase("hostInfo")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The exception that a failed connect is to end in. */
    static IOException toldBy(IOException failure, SocketAddress remote) {
        Function<String, IOException> kind = WANTED && remote != null ? KINDS.get(failure.getClass()) : null;
        if (kind == null) {
            return failure;
        }
        IOException told = kind.apply(failure.getMessage() + ": " + remote);
        told.initCause(failure);
        return told;
    }
}
