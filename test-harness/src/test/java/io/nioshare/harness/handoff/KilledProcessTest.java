package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.ShareableChannel;
import io.nioshare.TokenException;
import io.nioshare.TokenException.Reason;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.LinuxOnly;
import io.nioshare.harness.process.NativeWait;
import io.nioshare.harness.process.RemoteCall;
import io.nioshare.harness.process.RemoteObject;
import io.nioshare.harness.process.WindowsOnly;
import java.net.ConnectException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process dies in the middle of a hand-off. What it had is released, what another one has lives on. */
@Tag("slow")
class KilledProcessTest extends HandOffTest {

    private static final int LIMIT_SECONDS = 30;

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

    /** On Windows the target has the socket from the export on. */
    @WindowsOnly
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

    /** On Linux what the ticket stands for ends with the source. */
    @LinuxOnly
    @Test
    void theSourceThatKeepsTheSocketUntilTheImport() throws Exception {
        ChildJvm source = children.start();
        Handed handed = handed(source);
        source.kill();
        handed.peer().expectGone();
        assertStale(() -> ShareableChannel.importFrom(handed.token()));
    }

    @LinuxOnly
    @Test
    void theSourceDuringTheImport() throws Exception {
        ChildJvm source = children.start();
        Handed handed = handed(source);
        source.stop();
        FutureTask<ShareableChannel> fetch = new FutureTask<>(() -> ShareableChannel.importFrom(handed.token()));
        Thread fetching = new Thread(fetch, "fetching");
        fetching.start();
        NativeWait.await(fetching);
        source.kill();
        assertThatThrownBy(() -> fetch.get(LIMIT_SECONDS, TimeUnit.SECONDS))
                .cause()
                .asInstanceOf(InstanceOfAssertFactories.type(TokenException.class))
                .extracting(TokenException::reason)
                .isEqualTo(Reason.STALE);
        handed.peer().expectGone();
    }

    @LinuxOnly
    @Test
    void theTargetDuringTheImport() throws Exception {
        ChildJvm source = children.start();
        RemoteObject<ServerSocketChannel> listener =
                source.keep(() -> Family.IPV4.openListener().bind(Family.IPV4.loopback()));
        Peer peer = closing(Peer.connect(listener.call(ServerSocketChannel::getLocalAddress)));
        RemoteObject<SocketChannel> there = listener.keep(ServerSocketChannel::accept);
        ChildJvm target = children.start();
        long pid = target.pid();
        byte[] token = there.call(c -> ShareableChannel.of(c).exportTo(pid));
        source.stop();
        target.start(() -> ShareableChannel.importFrom(token).isOpen()).awaitNativeWait();
        target.kill();
        source.goOn();
        talk(there, peer);
        there.close();
        peer.expectGone();
    }

    private static void assertStale(ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(TokenException.class))
                .extracting(TokenException::reason)
                .isEqualTo(Reason.STALE);
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
