package io.nioshare.harness.threads;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.ShareableChannel;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.SystemWithBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Virtual threads that wait on the one carrier that there is: how their waits end, and what they need meanwhile. */
@SystemWithBackend
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads are there from Java 21 on")
class EndedVirtualThreadsTest {

    private static final int ROUNDS = 200;
    private static final long PATIENCE_MILLIS = 10_000;
    private static final int READERS = 400;
    private static final int BUFFER = 64 << 10;

    private ChildJvm child;

    @BeforeEach
    void start() throws IOException {
        child = ChildJvm.start("-Djdk.virtualThreadScheduler.parallelism=1", "-XX:MaxDirectMemorySize=8m");
    }

    @AfterEach
    void stop() {
        child.close();
    }

    /** What a thread waits in. */
    enum Wait {
        READ,
        ACCEPT,
        RECEIVE,
        PIPE;

        Blocked begin() throws IOException {
            return switch (this) {
                case READ -> {
                    try (ServerSocketChannel listener = listen()) {
                        SocketChannel near = SocketChannel.open(listener.getLocalAddress());
                        yield new Blocked(near, listener.accept(), () -> near.read(ByteBuffer.allocate(1)));
                    }
                }
                case ACCEPT -> {
                    ServerSocketChannel listener = listen();
                    yield new Blocked(listener, listener, listener::accept);
                }
                case RECEIVE -> {
                    DatagramChannel channel = DatagramChannel.open().bind(anyPort());
                    yield new Blocked(channel, channel, () -> channel.receive(ByteBuffer.allocate(1)));
                }
                case PIPE -> {
                    Pipe pipe = Pipe.open();
                    yield new Blocked(
                            pipe.source(), pipe.sink(), () -> pipe.source().read(ByteBuffer.allocate(1)));
                }
            };
        }
    }

    private interface Call {
        Object run() throws IOException;
    }

    private record Blocked(Channel channel, Channel other, Call call) {}

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open().bind(anyPort());
    }

    /** How a wait is ended by another thread. */
    enum End {
        INTERRUPT,
        CLOSE_BY_VIRTUAL,
        CLOSE_BY_BOTH_KINDS;

        List<Thread> begin(Channel channel, Thread waiting) throws Exception {
            return switch (this) {
                case INTERRUPT -> List.of(platform(waiting::interrupt));
                case CLOSE_BY_VIRTUAL -> List.of(VirtualThread.start(() -> close(channel)));
                case CLOSE_BY_BOTH_KINDS ->
                    List.of(platform(() -> close(channel)), VirtualThread.start(() -> close(channel)));
            };
        }
    }

    private static Thread platform(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Returns how many waits ended as they should. Meanwhile somebody else keeps exporting the channel. */
    private static int endWaits(Wait wait, End end) throws Exception {
        AtomicInteger ended = new AtomicInteger();
        for (int round = 0; round < ROUNDS && ended.get() == round; round++) {
            Blocked blocked = wait.begin();
            CountDownLatch begun = new CountDownLatch(1);
            Thread waiting = VirtualThread.start(() -> {
                begun.countDown();
                try {
                    blocked.call().run();
                } catch (ClosedChannelException e) {
                    ended.incrementAndGet();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            Thread exporting = platform(() -> exportUntilClosed(blocked.channel()));
            begun.await();
            // Now before, now after it waits.
            Thread.sleep(round % 3);
            List<Thread> threads = new ArrayList<>(end.begin(blocked.channel(), waiting));
            threads.add(waiting);
            threads.add(exporting);
            for (Thread thread : threads) {
                thread.join(PATIENCE_MILLIS);
                if (thread.isAlive()) {
                    return round;
                }
            }
            close(blocked.channel());
            close(blocked.other());
        }
        return ended.get();
    }

    private static void exportUntilClosed(Channel channel) {
        long self = ProcessHandle.current().pid();
        try {
            while (true) {
                byte[] token = ShareableChannel.of(channel).exportTo(self);
                ShareableChannel.importFrom(token).close();
            }
        } catch (ClosedChannelException end) {
            // As wanted.
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void byInterrupts(Wait wait) throws Exception {
        assertThat(child.call(() -> endWaits(wait, End.INTERRUPT))).isEqualTo(ROUNDS);
    }

    @ParameterizedTest
    @EnumSource
    void byAnotherThatCloses(Wait wait) throws Exception {
        assertThat(child.call(() -> endWaits(wait, End.CLOSE_BY_VIRTUAL))).isEqualTo(ROUNDS);
    }

    @ParameterizedTest
    @EnumSource
    void byTwoThatClose(Wait wait) throws Exception {
        assertThat(child.call(() -> endWaits(wait, End.CLOSE_BY_BOTH_KINDS))).isEqualTo(ROUNDS);
    }

    /** Returns how many of the readers got what was sent to them. */
    private static int readAll() throws Exception {
        AtomicInteger received = new AtomicInteger();
        List<Thread> readers = new ArrayList<>();
        List<SocketChannel> senders = new ArrayList<>();
        try (ServerSocketChannel listener = listen()) {
            for (int i = 0; i < READERS; i++) {
                senders.add(SocketChannel.open(listener.getLocalAddress()));
                SocketChannel channel = listener.accept();
                readers.add(VirtualThread.start(() -> {
                    try (channel) {
                        received.addAndGet(channel.read(ByteBuffer.allocate(BUFFER)));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }));
            }
        }
        for (Thread reader : readers) {
            while (reader.getState() != Thread.State.WAITING && reader.isAlive()) {
                Thread.sleep(1);
            }
        }
        for (SocketChannel sender : senders) {
            sender.write(ByteBuffer.allocate(1));
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        for (Thread reader : readers) {
            reader.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
        for (SocketChannel sender : senders) {
            sender.close();
        }
        return received.get();
    }

    /** All their buffers together have three times as many bytes as there may be outside of the heap. */
    @Test
    void waitingTakesNoMemory() throws Exception {
        assertThat(child.call(EndedVirtualThreadsTest::readAll)).isEqualTo(READERS);
    }
}
