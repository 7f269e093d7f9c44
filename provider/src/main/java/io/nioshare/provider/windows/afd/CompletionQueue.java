package io.nioshare.provider.windows.afd;

import java.io.IOException;

/** Where completions arrive. An interface, so that they can be delivered in any order without Windows. */
interface CompletionQueue {

    /**
     * Takes the packets that are there, after waiting for the first one.
     *
     * @param timeout milliseconds, or an {@code OsStatus}
     * @param most how many to take, 1 or more, the oldest first; perhaps it takes fewer at once
     * @return how many there are to look at, until the next call
     */
    int take(long timeout, int most) throws IOException;

    long key(int index);

    /** The address of the block that completed; 0 in a posted packet. */
    long block(int index);

    void post(long key) throws IOException;

    void close();
}
