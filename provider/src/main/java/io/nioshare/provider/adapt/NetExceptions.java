package io.nioshare.provider.adapt;

import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;

/** {@code java.net} has other exceptions than {@code java.nio.channels} for the same mistakes. */
final class NetExceptions {

    private NetExceptions() {}

    /** What {@code java.net} says where a channel threw {@code e}. */
    static IOException translate(Exception e) {
        if (e instanceof ClosedChannelException) {
            return caused(new SocketException("Socket is closed"), e);
        }
        if (e instanceof IOException io) {
            return io;
        }
        if (e instanceof UnresolvedAddressException) {
            return caused(new UnknownHostException("Unresolved address"), e);
        }
        String message = message(e);
        if (message != null) {
            return caused(new SocketException(message), e);
        }
        throw (RuntimeException) e;
    }

    private static String message(Exception e) {
        if (e instanceof NotYetConnectedException) {
            return "Socket is not connected";
        }
        if (e instanceof AlreadyBoundException) {
            return "Already bound";
        }
        if (e instanceof AlreadyConnectedException) {
            return "Already connected";
        }
        if (e instanceof ConnectionPendingException) {
            return "A connection is pending";
        }
        if (e instanceof NotYetBoundException) {
            return "Socket is not bound yet";
        }
        if (e instanceof UnsupportedAddressTypeException) {
            return "Unsupported address type";
        }
        return null;
    }

    /** For methods that may throw nothing but {@link SocketException}. */
    static SocketException socketException(Exception e) {
        IOException translated = translate(e);
        return translated instanceof SocketException socket
                ? socket
                : caused(new SocketException(translated.getMessage()), translated);
    }

    private static <E extends IOException> E caused(E exception, Exception cause) {
        exception.initCause(cause);
        return exception;
    }
}
