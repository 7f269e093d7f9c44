package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.ShareableChannel;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.RemoteObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A listener moves, with or without connections that wait for it. */
class ListenerHandOffTest extends HandOffTest {

    @ParameterizedTest
    @EnumSource
    void idle(Family family) throws Exception {
        ServerSocketChannel listener = listen(family);
        SocketAddress local = listener.getLocalAddress();

        RemoteObject<ServerSocketChannel> there = share(listener, children.shared());
        listener.close();

        assertThat(there.call(ServerSocketChannel::getLocalAddress)).isEqualTo(local);
        Peer peer = closing(Peer.connect(local));
        RemoteObject<SocketChannel> accepted = there.keep(ServerSocketChannel::accept);
        assertThat(accepted.call(SocketChannel::getRemoteAddress)).isEqualTo(peer.address());
        assertThat(accepted.call(SocketChannel::getLocalAddress)).isEqualTo(local);
        talk(accepted, peer);
        there.close();
        talk(accepted, peer);
        assertThatThrownBy(() -> Peer.connect(local)).isInstanceOf(ConnectException.class);
    }

    @Test
    void waitingConnectionsGoAlong() throws Exception {
        ServerSocketChannel listener = listen();
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Peer peer = peerOf(listener);
            peer.send("hello");
            peers.add(peer);
        }

        RemoteObject<ServerSocketChannel> there = share(listener, children.shared());
        listener.close();

        List<SocketAddress> accepted = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RemoteObject<SocketChannel> connection = there.keep(ServerSocketChannel::accept);
            assertThatObject(connection.call(c -> Talk.receive(c, 5))).isEqualTo("hello");
            connection.call(c -> Talk.send(c, "welcome"));
            accepted.add(connection.call(SocketChannel::getRemoteAddress));
        }
        for (Peer peer : peers) {
            peer.expect("welcome");
        }
        assertThat(accepted)
                .containsExactlyInAnyOrderElementsOf(
                        peers.stream().<SocketAddress>map(Peer::address).toList());
    }

    @Test
    void registeredAndNonBlocking() throws Exception {
        ServerSocketChannel listener = listen();
        ChildJvm child = children.shared();
        try (Selector selector = Selector.open()) {
            listener.configureBlocking(false);
            SelectionKey key = listener.register(selector, SelectionKey.OP_ACCEPT);
            assertThat(selector.selectNow()).isZero();

            RemoteObject<ServerSocketChannel> there = share(listener, child);

            assertThat(there.call(ServerSocketChannel::isBlocking))
                    .as("mode in the target")
                    .isTrue();
            assertThat(key.isValid()).isTrue();
            assertThat(listener.accept()).isNull();
            peerOf(listener);
            assertThat(selector.select(10_000)).isEqualTo(1);
            assertThat(closing(listener.accept())).isNotNull();
        }
        listener.close();
    }

    @Test
    void anAcceptedConnectionIsHandedOnByTheAcceptor() throws Exception {
        ServerSocketChannel listener = listen();
        RemoteObject<ServerSocketChannel> there = share(listener, children.shared());
        listener.close();
        Peer peer = closing(Peer.connect(there.call(ServerSocketChannel::getLocalAddress)));
        RemoteObject<SocketChannel> accepted = there.keep(ServerSocketChannel::accept);

        long here = ProcessHandle.current().pid();
        byte[] token = accepted.call(c -> ShareableChannel.of(c).exportTo(here));
        accepted.close();

        talk(closing(ShareableChannel.importFrom(token, SocketChannel.class)), peer);
    }

    /** Windows refuses to listen on a copy; Wine and Linux don't. Either is to be told. */
    @Test
    void boundSocketListensInTheTargetOrSaysWhyNot() throws Exception {
        SocketChannel bound = closing(SocketChannel.open());
        bound.bind(Family.IPV4.loopback());
        SocketAddress local = bound.getLocalAddress();
        ChildJvm child = children.shared();
        byte[] token = export(bound, child);
        bound.close();

        RemoteObject<ServerSocketChannel> there =
                child.keep(() -> ShareableChannel.importFrom(token, ServerSocketChannel.class));
        assertThat(there.call(ServerSocketChannel::getLocalAddress)).isEqualTo(local);
        boolean listens;
        try {
            there.run(c -> c.bind(null));
            listens = true;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("WSAEINVAL");
            listens = false;
        }
        if (listens) {
            Peer peer = closing(Peer.connect(local));
            talk(there.keep(ServerSocketChannel::accept), peer);
        }
    }

    @Test
    void notBeforeItIsBound() throws Exception {
        ServerSocketChannel unbound = closing(ServerSocketChannel.open());
        ChildJvm child = children.shared();
        assertThatThrownBy(() -> export(unbound, child)).isInstanceOf(NotYetBoundException.class);
    }
}
