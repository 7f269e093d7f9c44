package io.nioshare.provider.windows.afd;

/**
 * Tells without a request that completes later what is true of a socket now. Guarded by the poller's monitor. An
 * interface, so that it can be answered without Windows.
 */
interface Probe {

    /** Whether there is something to read. The end of a stream, a datagram without data or an error isn't seen. */
    boolean hasData(long socket);

    /** Whether {@link #occurred} costs less than a request. */
    boolean pollsAreQuick();

    /** Which of these events of the device have occurred; 0, too, when the device doesn't tell. */
    int occurred(long socket, int events);

    void close();
}
