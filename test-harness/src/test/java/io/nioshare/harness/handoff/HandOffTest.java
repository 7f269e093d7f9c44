package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import io.nioshare.ShareableChannel;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.Children;
import io.nioshare.harness.process.RemoteObject;
import io.nioshare.harness.process.SystemWithBackend;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What all scenarios share: the provider in force in this JVM, children, connections, and an end to all of them. */
@SystemWithBackend
abstract class HandOffTest {

    @RegisterExtension
    final Children children = new Children();

    /** How long a token is on this system. */
    static final int TOKEN_BYTES = OS.WINDOWS.isCurrentOs() ? 628 : 192;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @BeforeAll
    static void useTheProvider() {
        if (System.getProperty(ChildJvm.PROVIDER_PROPERTY) == null) {
            System.setProperty(ChildJvm.PROVIDER_PROPERTY, ChildJvm.PROVIDER);
        }
        assertThat(SelectorProvider.provider().getClass().getName())
                .as("the provider in force; it is chosen once per JVM")
                .isEqualTo(ChildJvm.PROVIDER);
    }

    @AfterEach
    void closeWhatIsOpen() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    /** Closes it after the test, if the test doesn't. */
    final <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    final ServerSocketChannel listen(Family family) throws IOException {
        return closing(family.openListener()).bind(family.loopback(), 200);
    }

    final ServerSocketChannel listen() throws IOException {
        return listen(Family.IPV4);
    }

    final Peer peerOf(ServerSocketChannel listener) throws IOException {
        return closing(Peer.connect(listener.getLocalAddress()));
    }

    /** A connection of ours with the peer at its other end. */
    record Connection(SocketChannel channel, Peer peer) {}

    final Connection connect(Family family) throws IOException {
        try (ServerSocketChannel listener = listen(family)) {
            Peer peer = peerOf(listener);
            return new Connection(closing(listener.accept()), peer);
        }
    }

    final Connection connect() throws IOException {
        return connect(Family.IPV4);
    }

    static byte[] export(Channel channel, ChildJvm target) throws IOException {
        return ShareableChannel.of(channel).exportTo(target.pid());
    }

    /** The channel is open in both processes afterwards. */
    static RemoteObject<SocketChannel> share(SocketChannel channel, ChildJvm target) throws Exception {
        byte[] token = export(channel, target);
        return target.keep(() -> ShareableChannel.importFrom(token, SocketChannel.class));
    }

    static RemoteObject<ServerSocketChannel> share(ServerSocketChannel channel, ChildJvm target) throws Exception {
        byte[] token = export(channel, target);
        return target.keep(() -> ShareableChannel.importFrom(token, ServerSocketChannel.class));
    }

    /** A few bytes each way. Since they come in order, no end of stream was sent before them. */
    static void talk(SocketChannel channel, Peer peer) throws IOException {
        peer.send("ping");
        assertThat(Talk.receive(channel, 4)).isEqualTo("ping");
        Talk.send(channel, "pong");
        peer.expect("pong");
    }

    /** The same, in another process. */
    static void talk(RemoteObject<SocketChannel> channel, Peer peer) throws Exception {
        peer.send("ping");
        assertThatObject(channel.call(c -> Talk.receive(c, 4))).isEqualTo("ping");
        channel.call(c -> Talk.send(c, "pong"));
        peer.expect("pong");
    }
}
