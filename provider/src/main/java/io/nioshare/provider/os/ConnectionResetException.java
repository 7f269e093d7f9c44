package io.nioshare.provider.os;

import java.net.SocketException;

/** The connection is gone for good, by the peer's reset or this host's: whatever is tried next fails like this. */
public final class ConnectionResetException extends SocketException {

    private static final long serialVersionUID = 1L;

    public ConnectionResetException(String message) {
        super(message);
    }
}
