package io.nioshare.provider.adapt;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;

/** {@code java.net} has other exceptions than {@code java.nio.channels} for the same mistakes. */
final class NetExceptions {

    private NetExceptions() {}

    /** What a method that declares {@code IOException} throws where a channel threw {@code e}. */
    static IOException translate(Exception e) {
        return e instanceof IOException io ? io : socketException(e);
    }

    /** The same for a method that declares {@link SocketException} alone. */
    static SocketException socketException(Exception e) {
        if (e instanceof SocketException socket) {
            return socket;
        }
        String message = message(e);
        if (message == null && !(e instanceof IOException)) {
            throw (RuntimeException) e;
        }
        SocketException translated = new SocketException(message == null ? e.getMessage() : message);
        translated.initCause(e);
        return translated;
    }

    private static String message(Exception e) {
        if (e instanceof ClosedChannelException) {
            return "Socket is closed";
        }
        if (e instanceof NotYetConnectedException) {
            return "Socket is not connected";
        }
        if (e instanceof AlreadyBoundException) {
            return "Already bound";
        }
        if (e instanceof AlreadyConnectedException) {
            return "Already connected";
        }
        if (e instanceof NotYetBoundException) {
            return "Socket is not bound yet";
        }
        if (e instanceof UnsupportedAddressTypeException) {
            return "Unsupported address type";
        }
        if (e instanceof UnresolvedAddressException) {
            return "Unresolved address";
        }
        return null;
    }
}
