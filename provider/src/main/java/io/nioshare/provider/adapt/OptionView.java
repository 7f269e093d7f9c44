package io.nioshare.provider.adapt;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;

/** A channel's options, with the exceptions of {@code java.net}. */
final class OptionView {

    private final NetworkChannel channel;

    OptionView(NetworkChannel channel) {
        this.channel = channel;
    }

    <T> T get(SocketOption<T> name) throws SocketException {
        try {
            return channel.getOption(name);
        } catch (IOException e) {
            throw NetExceptions.socketException(e);
        }
    }

    <T> void set(SocketOption<T> name, T value) throws SocketException {
        try {
            channel.setOption(name, value);
        } catch (IOException e) {
            throw NetExceptions.socketException(e);
        }
    }

    void setPositive(SocketOption<Integer> name, int value, String what) throws SocketException {
        if (value <= 0) {
            throw new IllegalArgumentException("Invalid " + what);
        }
        set(name, value);
    }
}
