package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.harness.process.RemoteObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A socket with several descriptors: its state is held in common, and the last one to be closed ends it. */
class SharedStateTest extends HandOffTest {

    static Stream<Arguments> options() {
        return Stream.of(
                Arguments.of("SO_RCVBUF", 40_000, 50_000),
                Arguments.of("SO_SNDBUF", 40_000, 50_000),
                Arguments.of("SO_KEEPALIVE", true, false),
                Arguments.of("TCP_NODELAY", true, false),
                Arguments.of("SO_LINGER", 7, 9));
    }

    @ParameterizedTest
    @MethodSource("options")
    void anOptionSetOnOneSideShowsOnTheOther(String name, Object byTarget, Object bySource) throws Exception {
        Connection connection = connect();
        SocketChannel here = connection.channel();
        RemoteObject<SocketChannel> there = share(here, children.shared());

        there.run(c -> c.setOption(option(c, name), byTarget));
        assertThat(here.getOption(option(here, name))).isEqualTo(byTarget);
        here.setOption(option(here, name), bySource);
        assertThatObject(there.call(c -> c.getOption(option(c, name)))).isEqualTo(bySource);
        // Nothing is to linger when the test ends.
        here.setOption(StandardSocketOptions.SO_LINGER, -1);
    }

    @Test
    void anOptionSetBeforeTheExportShows() throws Exception {
        Connection connection = connect();
        connection.channel().setOption(StandardSocketOptions.TCP_NODELAY, true);
        RemoteObject<SocketChannel> there = share(connection.channel(), children.shared());
        connection.channel().close();
        assertThatObject(there.call(c -> c.getOption(StandardSocketOptions.TCP_NODELAY)))
                .isEqualTo(true);
    }

    @Test
    void aListenersOptionShows() throws Exception {
        ServerSocketChannel here = listen();
        RemoteObject<ServerSocketChannel> there = share(here, children.shared());
        there.run(c -> c.setOption(StandardSocketOptions.SO_RCVBUF, 40_000));
        assertThat(here.getOption(StandardSocketOptions.SO_RCVBUF)).isEqualTo(40_000);
    }

    @SuppressWarnings("unchecked") // The values that the options are tested with are of their types.
    private static SocketOption<Object> option(SocketChannel channel, String name) {
        return (SocketOption<Object>) channel.supportedOptions().stream()
                .filter(option -> option.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    @Test
    void theSourceClosesAndTheTargetGoesOn() throws Exception {
        Connection connection = connect();
        RemoteObject<SocketChannel> there = share(connection.channel(), children.shared());
        connection.channel().close();
        talk(there, connection.peer());
        there.close();
        connection.peer().expectEnd();
    }

    @Test
    void theTargetClosesAndTheSourceGoesOn() throws Exception {
        Connection connection = connect();
        RemoteObject<SocketChannel> there = share(connection.channel(), children.shared());
        there.close();
        talk(connection.channel(), connection.peer());
        connection.channel().close();
        connection.peer().expectEnd();
    }

    @Test
    void threeProcessesAndTheLastOneEndsIt() throws Exception {
        Connection connection = connect();
        RemoteObject<SocketChannel> second = share(connection.channel(), children.shared());
        RemoteObject<SocketChannel> third = share(connection.channel(), children.shared());
        talk(second, connection.peer());
        second.close();
        talk(third, connection.peer());
        talk(connection.channel(), connection.peer());
        connection.channel().close();
        talk(third, connection.peer());
        third.close();
        connection.peer().expectEnd();
    }

    @Test
    void bothUseItInTurn() throws Exception {
        Connection connection = connect();
        RemoteObject<SocketChannel> there = share(connection.channel(), children.shared());
        for (int i = 0; i < 20; i++) {
            talk(there, connection.peer());
            talk(connection.channel(), connection.peer());
        }
    }

    @Test
    void oneReadsWhileTheOtherWrites() throws Exception {
        Connection connection = connect();
        RemoteObject<SocketChannel> there = share(connection.channel(), children.shared());
        int bytes = 1_000_000;
        var reading = there.start(c -> Talk.receiveBytes(c, bytes));
        Thread sender = new Thread(() -> sendFiller(connection.peer(), bytes));
        sender.start();
        Thread writer = new Thread(() -> writeFiller(connection.channel(), bytes));
        writer.start();

        assertThat(connection.peer().receive(bytes)).isEqualTo(Talk.filler(0, bytes));
        assertThat(reading.get()).isEqualTo(Talk.filler(0, bytes));
        sender.join();
        writer.join();
    }

    private static void sendFiller(Peer peer, int bytes) {
        try {
            peer.socket().getOutputStream().write(Talk.filler(0, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeFiller(SocketChannel channel, int bytes) {
        try {
            channel.write(ByteBuffer.wrap(Talk.filler(0, bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void outputShutDownByOneIsShutDownForAll() throws Exception {
        Connection connection = connect();
        RemoteObject<SocketChannel> there = share(connection.channel(), children.shared());
        there.run(SocketChannel::shutdownOutput);

        connection.peer().expectEnd();
        connection.peer().send("still");
        assertThat(Talk.receive(connection.channel(), 5)).isEqualTo("still");
        assertThatThrownBy(() -> Talk.send(connection.channel(), "no")).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inputShutDownByOneIsShutDownForAll(boolean blocking) throws Exception {
        Connection connection = connect();
        RemoteObject<SocketChannel> there = share(connection.channel(), children.shared());
        there.run(SocketChannel::shutdownInput);

        connection.channel().configureBlocking(blocking);
        assertThat(connection.channel().read(ByteBuffer.allocate(1))).isEqualTo(-1);
        connection.channel().configureBlocking(true);
        Talk.send(connection.channel(), "still");
        connection.peer().expect("still");
    }

    @Test
    void reuseAddressOfAListenerCanBeSet() throws Exception {
        RemoteObject<ServerSocketChannel> there = share(listen(), children.shared());
        there.run(c -> c.setOption(StandardSocketOptions.SO_REUSEADDR, true));
        assertThatObject(there.call(c -> c.getOption(StandardSocketOptions.SO_REUSEADDR)))
                .isEqualTo(true);
    }

    @Test
    void theSourceClosesItsListenerAndTheTargetGoesOn() throws Exception {
        ServerSocketChannel here = listen();
        RemoteObject<ServerSocketChannel> there = share(here, children.shared());
        Peer first = peerOf(here);
        Peer second = peerOf(here);
        talk(closing(here.accept()), first);
        here.close();
        talk(there.keep(ServerSocketChannel::accept), second);
    }

    @Test
    void theTargetClosesItsListenerAndTheSourceGoesOn() throws Exception {
        ServerSocketChannel here = listen();
        RemoteObject<ServerSocketChannel> there = share(here, children.shared());
        there.close();
        Peer peer = peerOf(here);
        talk(closing(here.accept()), peer);
    }
}
