package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Socket options: which there are, their types and values, and what is refused. */
abstract class OptionsContract extends ContractTest {

    private static final List<SocketOption<Boolean>> SWITCHES = List.of(
            StandardSocketOptions.SO_KEEPALIVE, StandardSocketOptions.SO_REUSEADDR, StandardSocketOptions.TCP_NODELAY);

    private static final List<SocketOption<Integer>> SIZES =
            List.of(StandardSocketOptions.SO_SNDBUF, StandardSocketOptions.SO_RCVBUF);

    private static final SocketOption<Integer> UNKNOWN = new SocketOption<>() {
        @Override
        public String name() {
            return "UNKNOWN";
        }

        @Override
        public Class<Integer> type() {
            return Integer.class;
        }
    };

    @Test
    void aConnectionHasTheOptionsThatItsDocumentationLists() throws IOException {
        assertThat(open().supportedOptions())
                .contains(
                        StandardSocketOptions.SO_SNDBUF,
                        StandardSocketOptions.SO_RCVBUF,
                        StandardSocketOptions.SO_KEEPALIVE,
                        StandardSocketOptions.SO_REUSEADDR,
                        StandardSocketOptions.SO_LINGER,
                        StandardSocketOptions.TCP_NODELAY);
    }

    @Test
    void aListenerHasTheOptionsThatItsDocumentationLists() throws IOException {
        assertThat(openListener().supportedOptions())
                .contains(StandardSocketOptions.SO_RCVBUF, StandardSocketOptions.SO_REUSEADDR)
                .doesNotContain(StandardSocketOptions.TCP_NODELAY, StandardSocketOptions.SO_LINGER);
    }

    @Test
    void supportedOptionsCanNotBeChanged() throws IOException {
        assertThat(catchThrowable(() -> open().supportedOptions().clear()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(catchThrowable(() -> openListener().supportedOptions().clear()))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void everySupportedOptionCanBeRead() throws IOException {
        for (NetworkChannel channel : List.of(open(), connect().near(), openListener(), listen())) {
            for (SocketOption<?> option : channel.supportedOptions()) {
                Object value = channel.getOption(option);
                if (value != null) {
                    assertThat(value).as(option.name()).isInstanceOf(option.type());
                }
            }
        }
    }

    @Test
    void switchesAreOffAndCanBeTurnedOnAndOff() throws IOException {
        for (SocketChannel channel : List.of(open(), connect().near())) {
            for (SocketOption<Boolean> option : SWITCHES) {
                assertThat(channel.getOption(option)).as(option.name()).isFalse();
                assertThat(channel.setOption(option, true)).isSameAs(channel);
                assertThat(channel.getOption(option)).as(option.name()).isTrue();
                channel.setOption(option, false);
                assertThat(channel.getOption(option)).as(option.name()).isFalse();
            }
        }
    }

    @Test
    void bufferSizesCanBeSet() throws IOException {
        for (SocketChannel channel : List.of(open(), connect().near())) {
            for (SocketOption<Integer> option : SIZES) {
                assertThat(channel.getOption(option)).as(option.name()).isPositive();
                channel.setOption(option, 96 << 10);
                assertThat(channel.getOption(option)).as(option.name()).isGreaterThanOrEqualTo(96 << 10);
            }
        }
    }

    @Test
    void aListenersBufferSizeCanBeSet() throws IOException {
        ServerSocketChannel listener = openListener();
        assertThat(listener.setOption(StandardSocketOptions.SO_RCVBUF, 96 << 10))
                .isSameAs(listener);
        assertThat(listener.getOption(StandardSocketOptions.SO_RCVBUF)).isGreaterThanOrEqualTo(96 << 10);
    }

    @Test
    void aListenersReuseAddressCanBeSet() throws IOException {
        for (boolean value : new boolean[] {true, false, true}) {
            ServerSocketChannel listener = openListener();
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, value);
            assertThat(listener.getOption(StandardSocketOptions.SO_REUSEADDR)).isEqualTo(value);
            listener.bind(null);
            assertThat(listener.getOption(StandardSocketOptions.SO_REUSEADDR)).isEqualTo(value);
        }
    }

    @Test
    void reuseAddressOfAnAcceptedConnection() throws IOException {
        SocketChannel accepted = connect().far();
        for (boolean value : new boolean[] {true, false}) {
            accepted.setOption(StandardSocketOptions.SO_REUSEADDR, value);
            assertThat(accepted.getOption(StandardSocketOptions.SO_REUSEADDR)).isEqualTo(value);
        }
    }

    @Test
    void reuseAddressSurvivesBindAndConnect() throws IOException {
        SocketChannel channel = open();
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(new java.net.InetSocketAddress(LOOPBACK, 0));
        assertThat(channel.getOption(StandardSocketOptions.SO_REUSEADDR)).isTrue();
        channel.connect(listen().getLocalAddress());
        assertThat(channel.getOption(StandardSocketOptions.SO_REUSEADDR)).isTrue();
    }

    @Test
    void lingering() throws IOException {
        for (SocketChannel channel : List.of(open(), connect().near())) {
            assertThat(channel.getOption(StandardSocketOptions.SO_LINGER)).isNegative();
            for (int seconds : new int[] {0, 1, 10, 32767}) {
                channel.setOption(StandardSocketOptions.SO_LINGER, seconds);
                assertThat(channel.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(seconds);
            }
            for (int off : new int[] {-1, -2, Integer.MIN_VALUE}) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 5);
                channel.setOption(StandardSocketOptions.SO_LINGER, off);
                assertThat(channel.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(-1);
            }
        }
    }

    @Test
    void lingeringForEverIsCutToWhatTheSystemHas() throws IOException {
        SocketChannel channel = open();
        channel.setOption(StandardSocketOptions.SO_LINGER, Integer.MAX_VALUE);
        assertThat(channel.getOption(StandardSocketOptions.SO_LINGER)).isBetween(32767, 65535);
        channel.setOption(StandardSocketOptions.SO_LINGER, -1);
    }

    @Test
    void negativeSizesAreRefused() throws IOException {
        for (SocketOption<Integer> option : SIZES) {
            assertThrown(IllegalArgumentException.class, () -> open().setOption(option, -1));
            assertThrown(IllegalArgumentException.class, () -> open().setOption(option, Integer.MIN_VALUE));
        }
        assertThrown(
                IllegalArgumentException.class, () -> openListener().setOption(StandardSocketOptions.SO_RCVBUF, -1));
    }

    @Test
    void nullValuesAreRefused() throws IOException {
        for (SocketOption<Boolean> option : SWITCHES) {
            assertThrown(IllegalArgumentException.class, () -> open().setOption(option, null));
        }
        for (SocketOption<Integer> option : SIZES) {
            assertThrown(IllegalArgumentException.class, () -> open().setOption(option, null));
        }
        assertThrown(IllegalArgumentException.class, () -> open().setOption(StandardSocketOptions.SO_LINGER, null));
        assertThrown(IllegalArgumentException.class, () -> openListener()
                .setOption(StandardSocketOptions.SO_REUSEADDR, null));
    }

    @Test
    void valuesOfAnotherTypeAreRefused() throws IOException {
        for (NetworkChannel channel : List.of(open(), openListener())) {
            assertThrown(
                    IllegalArgumentException.class,
                    () -> channel.setOption(untyped(StandardSocketOptions.SO_REUSEADDR), 1));
            assertThrown(
                    IllegalArgumentException.class,
                    () -> channel.setOption(untyped(StandardSocketOptions.SO_RCVBUF), "big"));
        }
    }

    @SuppressWarnings("unchecked")
    private static SocketOption<Object> untyped(SocketOption<?> option) {
        return (SocketOption<Object>) option;
    }

    @Test
    void optionsOfOtherChannelsAreRefused() throws IOException {
        for (NetworkChannel channel : List.of(open(), connect().near(), openListener(), listen())) {
            assertThrown(
                    UnsupportedOperationException.class,
                    () -> channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL));
            assertThrown(
                    UnsupportedOperationException.class,
                    () -> channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1));
            assertThrown(UnsupportedOperationException.class, () -> channel.getOption(UNKNOWN));
            assertThrown(UnsupportedOperationException.class, () -> channel.setOption(UNKNOWN, 1));
        }
        assertThrown(UnsupportedOperationException.class, () -> openListener()
                .setOption(StandardSocketOptions.TCP_NODELAY, true));
    }

    @Test
    void nullNamesAreRefused() throws IOException {
        NetworkChannel closed = open();
        closed.close();
        for (NetworkChannel channel : List.of(open(), openListener(), closed)) {
            assertThrown(NullPointerException.class, () -> channel.getOption(null));
            assertThrown(NullPointerException.class, () -> channel.setOption(null, 1));
        }
    }

    @Test
    void nameAndTypeComeBeforeTheState() throws IOException {
        for (NetworkChannel channel : List.of(open(), openListener())) {
            channel.close();
            assertThrown(UnsupportedOperationException.class, () -> channel.getOption(UNKNOWN));
            assertThrown(UnsupportedOperationException.class, () -> channel.setOption(UNKNOWN, 1));
            assertThrown(
                    IllegalArgumentException.class, () -> channel.setOption(StandardSocketOptions.SO_REUSEADDR, null));
            assertThrown(ClosedChannelException.class, () -> channel.getOption(StandardSocketOptions.SO_REUSEADDR));
            assertThrown(ClosedChannelException.class, () -> channel.setOption(StandardSocketOptions.SO_RCVBUF, 1000));
        }
    }

    @Test
    void anOptionSetBeforeConnectStays() throws IOException {
        SocketChannel channel = open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        channel.connect(listen().getLocalAddress());
        assertThat(channel.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
        assertThat(channel.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
    }
}
