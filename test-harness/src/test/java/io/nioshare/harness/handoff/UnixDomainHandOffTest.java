package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.nioshare.ShareableChannel;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.Children;
import io.nioshare.harness.process.RemoteObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Sockets within the host move: connections and listeners, with what belongs to them. */
@Timeout(60)
class UnixDomainHandOffTest {

    private static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");
    private static final long SELECT_LIMIT = 10_000;

    @RegisterExtension
    final Children children = new Children();

    @TempDir
    private Path folder;

    private final Deque<Channel> open = new ArrayDeque<>();

    @BeforeAll
    static void useTheProvider() throws IOException {
        if (System.getProperty(ChildJvm.PROVIDER_PROPERTY) == null) {
            System.setProperty(ChildJvm.PROVIDER_PROPERTY, ChildJvm.PROVIDER);
        }
        assertThat(SelectorProvider.provider().getClass().getName())
                .as("the provider in force; it is chosen once per JVM")
                .isEqualTo(ChildJvm.PROVIDER);
        try {
            SocketChannel.open(StandardProtocolFamily.UNIX).close();
        } catch (UnsupportedOperationException e) {
            assumeFalse(OS.WINDOWS.isCurrentOs(), e.getMessage());
            throw e;
        }
    }

    @AfterEach
    void closeWhatIsOpen() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private <T extends Channel> T closing(T channel) {
        open.push(channel);
        return channel;
    }

    private SocketAddress address() {
        return UnixDomainSocketAddress.of(folder.resolve("socket"));
    }

    private ServerSocketChannel listen() throws IOException {
        return closing(ServerSocketChannel.open(StandardProtocolFamily.UNIX)).bind(address());
    }

    private SocketChannel peer() throws IOException {
        return closing(SocketChannel.open(address()));
    }

    private static byte[] export(Channel channel, ChildJvm target) throws IOException {
        return ShareableChannel.of(channel).exportTo(target.pid());
    }

    private static RemoteObject<SocketChannel> move(SocketChannel channel, ChildJvm target) throws Exception {
        byte[] token = export(channel, target);
        channel.close();
        return target.keep(() -> ShareableChannel.importFrom(token, SocketChannel.class));
    }

    private static RemoteObject<ServerSocketChannel> share(ServerSocketChannel channel, ChildJvm target)
            throws Exception {
        byte[] token = export(channel, target);
        return target.keep(() -> ShareableChannel.importFrom(token, ServerSocketChannel.class));
    }

    private static void talk(RemoteObject<SocketChannel> channel, SocketChannel peer) throws Exception {
        Talk.send(peer, "ping");
        assertThatObject(channel.call(c -> Talk.receive(c, 4))).isEqualTo("ping");
        channel.call(c -> Talk.send(c, "pong"));
        assertThat(Talk.receive(peer, 4)).isEqualTo("pong");
    }

    @Test
    void anAcceptedConnection() throws Exception {
        ServerSocketChannel listener = listen();
        SocketChannel peer = peer();
        Talk.send(peer, "waiting");

        RemoteObject<SocketChannel> there = move(listener.accept(), children.shared());

        assertThat(there.call(SocketChannel::getLocalAddress)).isEqualTo(address());
        assertThat(there.call(SocketChannel::getRemoteAddress)).isEqualTo(UNNAMED);
        assertThat(there.call(SocketChannel::isConnected)).isTrue();
        assertThatObject(there.call(c -> Talk.receive(c, 7))).isEqualTo("waiting");
        talk(there, peer);
        there.close();
        assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void theConnectingSideOfAConnection() throws Exception {
        ServerSocketChannel listener = listen();
        SocketChannel near = peer();
        SocketChannel peer = closing(listener.accept());

        RemoteObject<SocketChannel> there = move(near, children.shared());

        assertThat(there.call(SocketChannel::getLocalAddress)).isEqualTo(UNNAMED);
        assertThat(there.call(SocketChannel::getRemoteAddress)).isEqualTo(address());
        talk(there, peer);
        Talk.send(peer, "last");
        peer.shutdownOutput();
        assertThatObject(there.call(c -> Talk.receive(c, 100))).isEqualTo("last");
        there.run(SocketChannel::shutdownOutput);
        assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void aConnectionWhosePeerHasGone() throws Exception {
        ServerSocketChannel listener = listen();
        SocketChannel peer = peer();
        SocketChannel accepted = listener.accept();
        Talk.send(peer, "bye");
        peer.close();

        RemoteObject<SocketChannel> there = move(accepted, children.shared());

        assertThat(there.call(SocketChannel::isConnected)).isTrue();
        assertThatObject(there.call(c -> Talk.receive(c, 100))).isEqualTo("bye");
    }

    @Test
    void aListenerWithConnectionsThatWait() throws Exception {
        ServerSocketChannel listener = listen();
        SocketChannel first = peer();

        RemoteObject<ServerSocketChannel> there = share(listener, children.shared());
        listener.close();

        assertThat(there.call(ServerSocketChannel::getLocalAddress)).isEqualTo(address());
        talk(there.keep(ServerSocketChannel::accept), first);
        SocketChannel second = peer();
        RemoteObject<SocketChannel> accepted = there.keep(ServerSocketChannel::accept);
        assertThat(accepted.call(SocketChannel::getLocalAddress)).isEqualTo(address());
        there.close();
        talk(accepted, second);
        assertThatThrownBy(this::peer).isInstanceOf(ConnectException.class);
    }

    @Test
    void aListenerInTwoProcesses() throws Exception {
        ServerSocketChannel listener = listen();
        RemoteObject<ServerSocketChannel> there = share(listener, children.shared());
        listener.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            listener.register(selector, SelectionKey.OP_ACCEPT);
            SocketChannel first = peer();
            assertThat(selector.select(SELECT_LIMIT)).isEqualTo(1);
            talk(there.keep(ServerSocketChannel::accept), first);
            assertThat(listener.accept()).as("the other process was faster").isNull();
            peer();
            selector.selectedKeys().clear();
            assertThat(selector.select(SELECT_LIMIT)).isEqualTo(1);
            assertThat(closing(listener.accept())).isNotNull();
        }
    }

    @Test
    void whatIsBoundListensInTheTarget() throws Exception {
        SocketChannel bound = closing(SocketChannel.open(StandardProtocolFamily.UNIX));
        bound.bind(address());
        ChildJvm child = children.shared();
        byte[] token = export(bound, child);
        bound.close();

        RemoteObject<ServerSocketChannel> there =
                child.keep(() -> ShareableChannel.importFrom(token, ServerSocketChannel.class));
        there.run(c -> c.bind(null));
        SocketChannel peer = peer();
        talk(there.keep(ServerSocketChannel::accept), peer);
    }

    @Test
    void whatIsUnboundConnectsInTheTarget() throws Exception {
        ServerSocketChannel listener = listen();
        SocketChannel fresh = closing(SocketChannel.open(StandardProtocolFamily.UNIX));

        RemoteObject<SocketChannel> there = move(fresh, children.shared());

        assertThat(there.call(SocketChannel::getLocalAddress)).isNull();
        String path = folder.resolve("socket").toString();
        there.run(c -> c.connect(UnixDomainSocketAddress.of(path)));
        talk(there, closing(listener.accept()));
    }

    @Test
    void notBeforeAListenerIsBound() throws Exception {
        ServerSocketChannel unbound = closing(ServerSocketChannel.open(StandardProtocolFamily.UNIX));
        ChildJvm child = children.shared();
        assertThatThrownBy(() -> export(unbound, child)).isInstanceOf(NotYetBoundException.class);
    }

    @Test
    void backAndForth() throws Exception {
        ServerSocketChannel listener = listen();
        SocketChannel peer = peer();
        SocketChannel here = closing(listener.accept());
        ChildJvm child = children.shared();
        long self = ProcessHandle.current().pid();
        for (int round = 0; round < 5; round++) {
            RemoteObject<SocketChannel> there = move(here, child);
            talk(there, peer);
            byte[] token = there.call(c -> ShareableChannel.of(c).exportTo(self));
            there.close();
            here = closing(ShareableChannel.importFrom(token, SocketChannel.class));
            Talk.send(here, "here");
            assertThat(Talk.receive(peer, 4)).isEqualTo("here");
        }
    }
}
