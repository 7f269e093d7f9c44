package io.nioshare.provider.select;

/** What a selector asks of a channel. Callable from any thread. */
public interface SelectableSocket {

    Pollable pollable();

    /**
     * Those of {@code operations} that mean something in the channel's present state: a channel isn't connectable
     * unless its connection is pending, nor readable before it is connected.
     */
    int possible(int operations);

    /** Whether a connection is being made: then an error concerns every operation, not only the possible ones. */
    default boolean isConnecting() {
        return false;
    }
}
