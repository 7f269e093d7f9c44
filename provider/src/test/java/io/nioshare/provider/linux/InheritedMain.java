package io.nioshare.provider.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.provider.ShareableSelectorProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A program that is started with a socket. */
final class InheritedMain {

    private static final int LONGER_THAN_ANY_TEST_MILLIS = 60_000;

    private InheritedMain() {}

    /** The number of a listener's descriptor; none if the standard input is a connection. */
    public static void main(String[] arguments) throws Exception {
        ShareableSelectorProvider provider = new ShareableSelectorProvider();
        if (arguments.length == 0) {
            SocketChannel connection = (SocketChannel) provider.inheritedChannel();
            assertThat(provider.inheritedChannel()).isSameAs(connection);
            greet(connection);
        } else {
            int number = Integer.parseInt(arguments[0]);
            assertThat(provider.inheritedChannel()).isNull();
            try (ServerSocketChannel listener = (ServerSocketChannel) provider.fromFileDescriptor(number)) {
                assertThatThrownBy(() -> provider.fromFileDescriptor(number))
                        .isInstanceOf(IllegalArgumentException.class);
                greet(listener.accept());
            }
        }
        // Alive when the peer sees the end: it isn't that of this process.
        Thread.sleep(LONGER_THAN_ANY_TEST_MILLIS);
    }

    private static void greet(SocketChannel connection) throws IOException {
        assertThat(connection.getRemoteAddress()).isNotNull();
        connection.write(ByteBuffer.wrap("hello".getBytes()));
        connection.close();
    }
}
