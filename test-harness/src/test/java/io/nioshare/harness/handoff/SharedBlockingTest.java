package io.nioshare.harness.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.ShareableChannel;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.NativeWait;
import io.nioshare.harness.process.RemoteCall;
import io.nioshare.harness.process.RemoteObject;
import io.nioshare.harness.process.RemoteTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Close and interrupt set free who waits on a shared channel, and the other process notices nothing. */
class SharedBlockingTest extends HandOffTest {

    private static final int MORE_THAN_BUFFERS_TAKE = 32 * 1024 * 1024;

    private static final int LITTLE = 1000;

    private static final int LIMIT_SECONDS = 20;

    /** Which side of the hand-off the child is, whose threads wait. */
    enum Role {
        TARGET,
        SOURCE
    }

    private record Pair(RemoteObject<SocketChannel> there, SocketChannel here, Peer peer) {}

    private Pair pair(Role role) throws Exception {
        ChildJvm child = children.shared();
        if (role == Role.TARGET) {
            Connection connection = connect();
            return new Pair(share(connection.channel(), child), connection.channel(), connection.peer());
        }
        RemoteObject<ServerSocketChannel> listener =
                child.keep(() -> Family.IPV4.openListener().bind(Family.IPV4.loopback()));
        Peer peer = closing(Peer.connect(listener.call(ServerSocketChannel::getLocalAddress)));
        RemoteObject<SocketChannel> there = listener.keep(ServerSocketChannel::accept);
        long here = ProcessHandle.current().pid();
        byte[] token = there.call(c -> ShareableChannel.of(c).exportTo(here));
        return new Pair(there, closing(ShareableChannel.importFrom(token, SocketChannel.class)), peer);
    }

    @ParameterizedTest
    @EnumSource
    void interruptedRead(Role role) throws Exception {
        Pair pair = pair(role);
        RemoteCall<Integer> read = pair.there().start(c -> c.read(ByteBuffer.allocate(10)));
        read.awaitNativeWait();
        talk(pair.there(), pair.here(), pair.peer());

        read.interrupt();

        assertThatThrownBy(read::get).isInstanceOf(ClosedByInterruptException.class);
        assertThat(pair.there().call(SocketChannel::isOpen)).isFalse();
        talk(pair.here(), pair.peer());
    }

    /** One way only: what the peer sends may be for the thread that reads. */
    private static void talk(RemoteObject<SocketChannel> there, SocketChannel here, Peer peer) throws Exception {
        there.call(c -> Talk.send(c, "from there"));
        peer.expect("from there");
        Talk.send(here, "from here");
        peer.expect("from here");
    }

    @ParameterizedTest
    @EnumSource
    void closedWhileReading(Role role) throws Exception {
        Pair pair = pair(role);
        RemoteCall<Integer> read = pair.there().start(c -> c.read(ByteBuffer.allocate(10)));
        read.awaitNativeWait();

        pair.there().close();

        assertThatThrownBy(read::get).isExactlyInstanceOf(AsynchronousCloseException.class);
        talk(pair.here(), pair.peer());
    }

    /** The bytes are for whoever still reads. */
    @Test
    void bothReadAndOneIsClosed() throws Exception {
        Connection connection = connect();
        RemoteObject<SocketChannel> first = share(connection.channel(), children.shared());
        RemoteObject<SocketChannel> second = share(connection.channel(), children.shared());
        RemoteCall<Integer> closed = first.start(c -> c.read(ByteBuffer.allocate(10)));
        closed.awaitNativeWait();
        RemoteCall<String> reads = second.start(c -> Talk.receive(c, 4));
        reads.awaitNativeWait();

        first.close();
        assertThatThrownBy(closed::get).isInstanceOf(AsynchronousCloseException.class);
        connection.peer().send("data");

        assertThat(reads.get()).isEqualTo("data");
    }

    @ParameterizedTest
    @EnumSource
    void interruptedWrite(Role role) throws Exception {
        Pair pair = pair(role);
        RemoteCall<Integer> write = writeTooMuch(pair.there());

        write.interrupt();

        assertEnded(write, ClosedByInterruptException.class);
        assertThat(pair.there().call(SocketChannel::isOpen)).isFalse();
        assertTheStreamGoesOn(pair);
    }

    @ParameterizedTest
    @EnumSource
    void closedWhileWriting(Role role) throws Exception {
        Pair pair = pair(role);
        RemoteCall<Integer> write = writeTooMuch(pair.there());

        pair.there().close();

        assertEnded(write, AsynchronousCloseException.class);
        assertTheStreamGoesOn(pair);
    }

    /** Piece by piece, each of which is sent without asking for room on Windows. */
    @ParameterizedTest
    @EnumSource
    void closedWhileWritingLittle(Role role) throws Exception {
        Pair pair = pair(role);
        RemoteCall<Long> written =
                pair.there().<Long>start(SharedBlockingTest::writeUntilClosed).awaitNativeWait();

        pair.there().close();

        assertThat(written.get()).isPositive();
        assertTheStreamGoesOn(pair);
    }

    private static long writeUntilClosed(SocketChannel channel) throws IOException {
        long written = 0;
        try {
            while (true) {
                written += channel.write(ByteBuffer.wrap(Talk.filler(written, LITTLE)));
            }
        } catch (ClosedChannelException e) {
            return written;
        }
    }

    private static RemoteCall<Integer> writeTooMuch(RemoteObject<SocketChannel> there) throws Exception {
        return there.<Integer>start(c -> c.write(ByteBuffer.wrap(Talk.filler(0, MORE_THAN_BUFFERS_TAKE))))
                .awaitNativeWait();
    }

    /** By the exception, or with what was written until then. */
    private static void assertEnded(RemoteCall<Integer> write, Class<? extends IOException> expected) throws Exception {
        try {
            assertThat(write.get()).isBetween(1, MORE_THAN_BUFFERS_TAKE - 1);
        } catch (AsynchronousCloseException e) {
            assertThat(e).isExactlyInstanceOf(expected);
        }
    }

    /** What was written before comes in order, without a gap, and then what this process writes. */
    private static void assertTheStreamGoesOn(Pair pair) throws Exception {
        Thread writer = new Thread(() -> {
            try {
                Talk.send(pair.here(), "\u007f the end");
                pair.here().shutdownOutput();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        InputStream in = pair.peer().socket().getInputStream();
        in.transferTo(received);
        writer.join();
        byte[] end = "\u007f the end".getBytes(UTF_8);
        byte[] all = received.toByteArray();
        int before = all.length - end.length;
        assertThat(Arrays.copyOfRange(all, before, all.length)).isEqualTo(end);
        assertThat(Arrays.equals(Arrays.copyOf(all, before), Talk.filler(0, before)))
                .as("%d bytes before the end are those that were written", before)
                .isTrue();
        assertThat(before).isPositive();
    }

    @Test
    void closedWhileAccepting() throws Exception {
        ServerSocketChannel here = listen();
        RemoteObject<ServerSocketChannel> there = share(here, children.shared());
        RemoteCall<String> accept = there.start(c -> c.accept().toString());
        accept.awaitNativeWait();

        there.close();

        assertThatThrownBy(accept::get).isExactlyInstanceOf(AsynchronousCloseException.class);
        Peer peer = peerOf(here);
        talk(closing(here.accept()), peer);
    }

    @Test
    void interruptedAccept() throws Exception {
        ServerSocketChannel here = listen();
        RemoteObject<ServerSocketChannel> there = share(here, children.shared());
        RemoteCall<String> accept = there.start(c -> c.accept().toString());
        accept.awaitNativeWait();

        accept.interrupt();

        assertThatThrownBy(accept::get).isInstanceOf(ClosedByInterruptException.class);
        Peer peer = peerOf(here);
        talk(closing(here.accept()), peer);
    }

    @Test
    void closedWhileSelecting() throws Exception {
        Connection connection = connect();
        ChildJvm child = children.shared();
        RemoteObject<SocketChannel> there = share(connection.channel(), child);
        RemoteObject<Selector> selector = child.keep(Selector::open);
        RemoteTask<Selector> register = selector.here();
        there.run(c -> c.configureBlocking(false).register(register.run(), SelectionKey.OP_READ));
        RemoteCall<Integer> select = selector.start(s -> s.select());
        select.awaitNativeWait();

        there.close();

        talk(connection.channel(), connection.peer());
        selector.run(Selector::wakeup);
        assertThat(select.get()).isZero();
        assertThatObject(selector.call(s -> s.selectNow() + s.keys().size())).isEqualTo(0);
    }

    /** The source waits already when it starts to share. */
    @Test
    void exportedWhileReading() throws Exception {
        Connection connection = connect();
        FutureTask<String> read = background(() -> Talk.receive(connection.channel(), 4));

        RemoteObject<SocketChannel> there = share(connection.channel(), children.shared());
        talk(there, connection.channel(), connection.peer());
        connection.peer().send("data");

        assertThat(read.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("data");
        talk(there, connection.peer());
    }

    @Test
    void exportedWhileReadingAndClosed() throws Exception {
        Connection connection = connect();
        FutureTask<String> read = background(() -> Talk.receive(connection.channel(), 4));
        RemoteObject<SocketChannel> there = share(connection.channel(), children.shared());
        connection.channel().close();
        assertThatThrownBy(() -> read.get(LIMIT_SECONDS, TimeUnit.SECONDS))
                .hasCauseInstanceOf(AsynchronousCloseException.class);
        talk(there, connection.peer());
    }

    @Test
    void exportedWhileWriting() throws Exception {
        Connection connection = connect();
        int bytes = MORE_THAN_BUFFERS_TAKE;
        FutureTask<Integer> write =
                background(() -> connection.channel().write(ByteBuffer.wrap(Talk.filler(0, bytes))));

        RemoteObject<SocketChannel> there = share(connection.channel(), children.shared());

        assertThat(Arrays.equals(connection.peer().receive(bytes), Talk.filler(0, bytes)))
                .as("all bytes, in order")
                .isTrue();
        assertThat(write.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(bytes);
        talk(there, connection.peer());
    }

    @Test
    void exportedWhileAccepting() throws Exception {
        ServerSocketChannel here = listen();
        FutureTask<SocketChannel> accept = background(() -> closing(here.accept()));
        RemoteObject<ServerSocketChannel> there = share(here, children.shared());
        RemoteObject<AcceptedAt> acceptedThere = there.keep(AcceptedAt::new);
        RemoteCall<Boolean> acceptThere = acceptedThere.start(AcceptedAt::accept);
        acceptThere.awaitNativeWait();

        // One for each: nobody waits for ever because the other one was faster.
        Peer one = peerOf(here);
        Peer other = peerOf(here);

        SocketChannel mine = accept.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(acceptThere.get()).isTrue();
        boolean oneIsMine = mine.getRemoteAddress().equals(one.address());
        talk(mine, oneIsMine ? one : other);
        talk(acceptedThere.keep(a -> a.accepted), oneIsMine ? other : one);
    }

    /** Keeps what it accepts, for a later task. */
    private static final class AcceptedAt {
        private final ServerSocketChannel listener;
        private SocketChannel accepted;

        AcceptedAt(ServerSocketChannel listener) {
            this.listener = listener;
        }

        synchronized boolean accept() throws IOException {
            accepted = listener.accept();
            return accepted.isConnected();
        }
    }

    /** Runs it in a thread of its own until it waits in the system. */
    private static <T> FutureTask<T> background(Callable<T> task) throws InterruptedException {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, "background");
        thread.setDaemon(true);
        thread.start();
        NativeWait.await(thread);
        return future;
    }

    @Test
    void nonBlockingReadsOfBothLoseNothing() throws Exception {
        Connection connection = connect();
        RemoteObject<SocketChannel> there = share(connection.channel(), children.shared());
        RemoteCall<long[]> others = there.start(SharedBlockingTest::sumOfNonBlockingReads);
        int rounds = 400;
        byte[] packet = Talk.filler(0, 251);
        Thread sender = new Thread(() -> {
            try {
                for (int i = 0; i < rounds; i++) {
                    connection.peer().socket().getOutputStream().write(packet);
                }
                connection.peer().socket().shutdownOutput();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        sender.start();

        long[] mine = sumOfNonBlockingReads(connection.channel());
        sender.join();

        assertThat(mine[0] + others.get()[0]).as("bytes").isEqualTo(251L * rounds);
        assertThat(mine[1] + others.get()[1]).as("their sum").isEqualTo(250L * 251 / 2 * rounds);
    }

    private static long[] sumOfNonBlockingReads(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        ByteBuffer buffer = ByteBuffer.allocateDirect(100);
        long[] sums = new long[2];
        while (channel.read(buffer) >= 0) {
            buffer.flip();
            sums[0] += buffer.remaining();
            while (buffer.hasRemaining()) {
                sums[1] += buffer.get() & 0xff;
            }
            buffer.clear();
        }
        return sums;
    }
}
