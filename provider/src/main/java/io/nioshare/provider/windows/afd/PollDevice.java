package io.nioshare.provider.windows.afd;

import java.io.IOException;

/** Where poll requests go. An interface, so that the state machine can be driven without Windows. */
interface PollDevice {

    /**
     * Submits the request at this address, about this many sockets, as {@link PollBlock} wrote it. Its completion comes
     * through the port, also when the answer was there at once.
     *
     * @return whether it is pending, false when the answer was there at once
     * @throws IOException when the request wasn't taken; then no completion comes
     */
    boolean submit(long block, int sockets) throws IOException;

    /** Cancels it if it is still pending. Its completion comes all the same. */
    void cancel(long block);

    /** After the last completion was taken. */
    void close();
}
