package io.nioshare.provider.windows.afd;

/** Tells without a poll request whether a socket has data. An interface, so that it can be answered without Windows. */
@FunctionalInterface
interface DataProbe {

    /** Whether there is something to read. The end of a stream, a datagram without data or an error isn't seen. */
    boolean hasData(long socket);
}
