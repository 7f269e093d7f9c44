package io.nioshare.provider.windows.winsock;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What a waiting operation needs of the poll device: the readiness of one socket, signalled through an event. */
public interface SocketPolls {

    /** How much memory a request takes. */
    int REQUEST_BYTES = 48;

    /**
     * Asks for readiness.
     *
     * @param socket the base handle
     * @param operations bits of {@link java.nio.channels.SelectionKey}
     * @param request where {@link #REQUEST_BYTES} bytes are free, the device's until {@code event} is signalled
     * @param offset of the request in that buffer
     * @param address of the request
     * @param event signalled when the request has completed
     * @param wait whether to wait for readiness; otherwise the request completes with what is ready now
     * @return whether {@code event} has to be waited for; otherwise the request has completed already
     */
    boolean submit(long socket, int operations, ByteBuffer request, int offset, long address, long event, boolean wait)
            throws IOException;

    /** Whether a completed request found the socket ready, or broken, which counts as ready. */
    boolean isReady(ByteBuffer request, int offset);

    /** Whether it found the connection aborted, or not made. */
    boolean isBroken(ByteBuffer request, int offset);

    /** Whether it found that the connection couldn't be made. */
    boolean isUnconnectable(ByteBuffer request, int offset);

    /** Why the socket is broken, as an error of Win32; 0 when the device didn't say. */
    int error(ByteBuffer request, int offset);

    /** Takes a request back; its event is signalled all the same. Harmless when it has completed. */
    void cancel(long address);
}
