package io.nioshare.provider.os;

import java.net.SocketException;

/**
 * A connection wasn't started because the listener has no room for it just now. It may be tried again, and no event tells
 * when.
 */
public final class ListenerBusyException extends SocketException {

    private static final long serialVersionUID = 1L;

    public ListenerBusyException(String message) {
        super(message);
    }
}
