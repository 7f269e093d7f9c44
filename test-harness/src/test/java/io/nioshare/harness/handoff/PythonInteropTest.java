package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.ShareableChannel;
import io.nioshare.TokenException;
import io.nioshare.TokenException.Reason;
import io.nioshare.harness.process.PythonProcess;
import io.nioshare.harness.process.WindowsOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Base64;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

/** A program that knows nothing of this library takes our tokens and gives its own: they are Winsock's. */
@WindowsOnly
@DisabledIf(value = "pythonIsMissing", disabledReason = "no Windows Python: nioshare.windows.python isn't set")
@Tag("slow")
class PythonInteropTest extends HandOffTest {

    private PythonProcess python;

    static boolean pythonIsMissing() {
        return PythonProcess.missing() != null;
    }

    @BeforeEach
    void startPython() throws Exception {
        python = closing(PythonProcess.start());
    }

    private byte[] shareOf(String name) throws Exception {
        return Base64.getDecoder()
                .decode(python.ask("share", name, ProcessHandle.current().pid()));
    }

    private byte[] exportToPython(Channel channel) throws Exception {
        return ShareableChannel.of(channel).exportTo(python.pid());
    }

    @Test
    void pythonTakesAConnection() throws Exception {
        Connection connection = connect();
        byte[] token = exportToPython(connection.channel());
        connection.channel().close();
        assertThat(python.ask("take", "c", token)).isEqualTo("AF_INET SOCK_STREAM");
        python.tell("echo", "c", 200_000);
        Thread sender = new Thread(() -> {
            try {
                connection.peer().socket().getOutputStream().write(Talk.filler(0, 200_000));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        sender.start();
        assertThat(connection.peer().receive(200_000)).isEqualTo(Talk.filler(0, 200_000));
        sender.join();
        assertThat(python.answer()).isEqualTo("200000");
        python.ask("close", "c");
        connection.peer().expectEnd();
    }

    @Test
    void pythonTakesAConnectionOfADualStackSocket() throws Exception {
        Connection connection = connect(Family.IPV4_THROUGH_IPV6);
        assertThat(python.ask("take", "c", exportToPython(connection.channel())))
                .isEqualTo("AF_INET6 SOCK_STREAM");
        python.ask("send", "c", "hello");
        connection.peer().expect("hello");
    }

    @Test
    void pythonTakesAListener() throws Exception {
        ServerSocketChannel listener = listen();
        InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
        assertThat(python.ask("take", "l", exportToPython(listener))).isEqualTo("AF_INET SOCK_STREAM");
        listener.close();
        Peer peer = closing(Peer.connect(address));
        python.ask("accept", "l", "c");
        python.ask("send", "c", "welcome");
        peer.expect("welcome");
    }

    /** Python's asyncio, .NET and libuv have such a port, and take what comes there for answers to their own calls. */
    @Test
    void aPartnersCompletionPortHearsOfNoCallOfOurs() throws Exception {
        Connection connection = connect();
        SocketChannel channel = connection.channel();
        python.ask("take", "c", exportToPython(channel));
        python.ask("port", "c");
        connection.peer().send("hello");
        assertThat(Talk.receive(channel, 5)).isEqualTo("hello");
        Talk.send(channel, "back");
        connection.peer().expect("back");
        channel.configureBlocking(false);
        assertThat(channel.read(ByteBuffer.allocate(1))).isZero();
        assertThat(python.ask("packet", "c")).isEqualTo("None");
    }

    @Test
    void pythonGivesAConnection() throws Exception {
        ServerSocketChannel listener = listen();
        python.ask("connect", "c", listener.socket().getLocalPort());
        SocketChannel other = closing(listener.accept());
        SocketChannel channel = closing(ShareableChannel.importFrom(shareOf("c"), SocketChannel.class));

        assertThat(channel.getLocalAddress()).isEqualTo(other.getRemoteAddress());
        assertThat(channel.getRemoteAddress()).isEqualTo(other.getLocalAddress());
        Talk.send(channel, "from Java");
        python.ask("send", "c", "and_Python");
        assertThat(Talk.receive(other, 19)).isEqualTo("from Javaand_Python");
        python.ask("close", "c");
        Talk.send(other, "back");
        assertThat(Talk.receive(channel, 4)).isEqualTo("back");
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.close();
        assertThat(other.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void pythonGivesAListener() throws Exception {
        int port = Integer.parseInt(python.ask("listen", "l"));
        ServerSocketChannel listener = closing(ShareableChannel.importFrom(shareOf("l"), ServerSocketChannel.class));
        python.ask("close", "l");
        assertThat(listener.getLocalAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", port));
        Peer peer = closing(Peer.connect(listener.getLocalAddress()));
        talk(closing(listener.accept()), peer);
    }

    /** No stamp says so: the socket that it leads to is in this process already. */
    @Test
    void pythonsTokenUsedTwice() throws Exception {
        ServerSocketChannel listener = listen();
        python.ask("connect", "c", listener.socket().getLocalPort());
        SocketChannel other = closing(listener.accept());
        byte[] token = shareOf("c");
        SocketChannel channel = closing(ShareableChannel.importFrom(token, SocketChannel.class));

        assertThatThrownBy(() -> ShareableChannel.importFrom(token))
                .asInstanceOf(InstanceOfAssertFactories.type(TokenException.class))
                .extracting(TokenException::reason)
                .isEqualTo(Reason.ALREADY_USED);
        Talk.send(channel, "alive");
        assertThat(Talk.receive(other, 5)).isEqualTo("alive");
    }

    @Test
    void optionsShowOnBothSides() throws Exception {
        Connection connection = connect();
        python.ask("take", "c", exportToPython(connection.channel()));
        connection.channel().setOption(StandardSocketOptions.SO_RCVBUF, 43_210);
        assertThat(python.ask("getsockopt", "c", "SO_RCVBUF")).isEqualTo("43210");
        connection.channel().setOption(StandardSocketOptions.TCP_NODELAY, true);
        assertThat(python.ask("getsockopt", "c", "TCP_NODELAY")).isEqualTo("1");
    }

    /** Python sets it when it takes a socket, and under Wine the mode is common to all copies. */
    @Test
    void aPartnerThatSetsBlockingModeFreezesNobody() throws Exception {
        Connection connection = connect();
        SocketChannel channel = connection.channel();
        channel.configureBlocking(false);
        python.ask("take", "c", exportToPython(channel));

        for (int i = 0; i < 50; i++) {
            assertThat(channel.read(ByteBuffer.allocate(10))).isZero();
        }
        long sent = Talk.fill(channel);
        assertThat(sent).isPositive();
        assertThat(connection.peer().receive((int) sent)).isEqualTo(Talk.filler(0, (int) sent));
        // Nothing that was tried in vain has taken any of this.
        connection.peer().send("all");
        channel.configureBlocking(true);
        assertThat(Talk.receive(channel, 3)).isEqualTo("all");
    }

    @Test
    void aPartnerThatSetsBlockingModeOfAListenerFreezesNobody() throws Exception {
        ServerSocketChannel listener = listen();
        listener.configureBlocking(false);
        python.ask("take", "l", exportToPython(listener));

        for (int i = 0; i < 50; i++) {
            assertThat(listener.accept()).isNull();
        }
        Peer peer = peerOf(listener);
        SocketChannel accepted = closing(listener.accept());
        assertThat(accepted).isNotNull();
        talk(accepted, peer);
    }
}
