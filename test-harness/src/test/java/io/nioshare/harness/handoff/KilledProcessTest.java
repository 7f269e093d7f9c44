package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.ShareableChannel;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.RemoteCall;
import io.nioshare.harness.process.RemoteObject;
import java.net.ConnectException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process dies in the middle of a hand-off. What it had is released, what another one has lives on. */
@Tag("slow")
class KilledProcessTest extends HandOffTest {

    @Test
    void theTargetBeforeItImports() throws Exception {
        Connection connection = connect();
        ChildJvm target = children.start();
        export(connection.channel(), target);
        target.kill();
        talk(connection.channel(), connection.peer());
        connection.channel().close();
        connection.peer().expectGone();
    }

    /** The target's copy keeps the connection open as long as the target runs, though nobody ever imports it. */
    @Test
    void theTargetBeforeItImportsAndTheSourceHasClosed() throws Exception {
        Connection connection = connect();
        ChildJvm target = children.start();
        export(connection.channel(), target);
        connection.channel().close();
        connection.peer().send("nobody reads this");
        assertThat(connection.peer().hasEnded()).isFalse();
        target.kill();
        connection.peer().expectGone();
    }

    @Test
    void theTargetAfterItImported() throws Exception {
        Connection connection = connect();
        ChildJvm target = children.start();
        RemoteObject<SocketChannel> there = share(connection.channel(), target);
        talk(there, connection.peer());
        target.kill();
        talk(connection.channel(), connection.peer());
        connection.channel().close();
        connection.peer().expectGone();
    }

    @Test
    void theTargetWhileItReads() throws Exception {
        Connection connection = connect();
        ChildJvm target = children.start();
        RemoteCall<String> read = share(connection.channel(), target).start(c -> Talk.receive(c, 4));
        read.awaitNativeWait();
        target.kill();
        talk(connection.channel(), connection.peer());
    }

    @Test
    void theTargetWhileItAccepts() throws Exception {
        ServerSocketChannel listener = listen();
        ChildJvm target = children.start();
        RemoteCall<String> accept =
                share(listener, target).start(c -> c.accept().toString());
        accept.awaitNativeWait();
        target.kill();
        Peer peer = peerOf(listener);
        talk(closing(listener.accept()), peer);
    }

    @Test
    void theSourceAfterTheImport() throws Exception {
        ChildJvm source = children.start();
        Handed handed = handed(source);
        SocketChannel channel = closing(ShareableChannel.importFrom(handed.token(), SocketChannel.class));
        source.kill();
        talk(channel, handed.peer());
        channel.close();
        handed.peer().expectEnd();
    }

    @Test
    void theSourceBeforeTheImport() throws Exception {
        ChildJvm source = children.start();
        Handed handed = handed(source);
        source.kill();
        SocketChannel channel = closing(ShareableChannel.importFrom(handed.token(), SocketChannel.class));
        talk(channel, handed.peer());
        channel.close();
        handed.peer().expectEnd();
    }

    @Test
    void theOnlyListener() throws Exception {
        ServerSocketChannel listener = listen();
        ChildJvm target = children.start();
        RemoteObject<ServerSocketChannel> there = share(listener, target);
        var address = listener.getLocalAddress();
        listener.close();
        assertThat(there.call(ServerSocketChannel::isOpen)).isTrue();
        Peer waiting = closing(Peer.connect(address));
        target.kill();
        // The system ends it together with the listener, which may be a moment after the process.
        waiting.expectGone();
        assertThatThrownBy(() -> Peer.connect(address)).isInstanceOf(ConnectException.class);
    }

    /** A connection of the source's, exported to this process. */
    private record Handed(byte[] token, Peer peer) {}

    private Handed handed(ChildJvm source) throws Exception {
        RemoteObject<ServerSocketChannel> listener =
                source.keep(() -> Family.IPV4.openListener().bind(Family.IPV4.loopback()));
        Peer peer = closing(Peer.connect(listener.call(ServerSocketChannel::getLocalAddress)));
        RemoteObject<SocketChannel> there = listener.keep(ServerSocketChannel::accept);
        talk(there, peer);
        long here = ProcessHandle.current().pid();
        return new Handed(there.call(c -> ShareableChannel.of(c).exportTo(here)), peer);
    }
}
