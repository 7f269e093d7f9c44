package io.nioshare.provider.select;

/** Hears when what is {@linkplain SelectableSocket#possible possible} on a channel has changed. */
@FunctionalInterface
public interface StateListener {
    void stateChanged();
}
