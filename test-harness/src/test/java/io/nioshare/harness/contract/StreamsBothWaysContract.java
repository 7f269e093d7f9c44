package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.harness.threads.VirtualThread;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** {@code Channels} streams of one channel, used by several threads: they share its {@code blockingLock()}. */
@Timeout(60)
abstract class StreamsBothWaysContract extends ContractTest {

    private static final int SIZE = 2_000_000;

    private static byte[] data(int seed) {
        byte[] data = new byte[SIZE];
        new Random(seed).nextBytes(data);
        return data;
    }

    private Background<Integer> readerOf(SocketChannel channel) throws Exception {
        InputStream in = Channels.newInputStream(channel);
        return background(in::read).awaitBlocked();
    }

    /** One that waits, since nobody reads. */
    private Background<Void> writerOf(SocketChannel channel) throws Exception {
        OutputStream out = Channels.newOutputStream(channel);
        Background<Void> writer = background(() -> {
            byte[] much = new byte[1 << 20];
            while (true) {
                out.write(much);
            }
        });
        return writer.awaitBlocked();
    }

    @Test
    void aWaitingReaderLetsAWriterWrite() throws Exception {
        Pair pair = connect();
        Background<Integer> reader = readerOf(pair.near());
        OutputStream out = Channels.newOutputStream(pair.near());
        background(() -> {
                    out.write('q');
                    return null;
                })
                .get();
        assertThat(readText(pair.far(), 1)).isEqualTo("q");
        reader.staysBlocked();
        pair.far().write(bytes("a"));
        assertThat(reader.get()).isEqualTo('a');
    }

    @Test
    void aWaitingWriterLetsAReaderRead() throws Exception {
        Pair pair = connectSmall();
        Background<Void> writer = writerOf(pair.near());
        pair.far().write(bytes("a"));
        InputStream in = Channels.newInputStream(pair.near());
        assertThat(background(in::read).get()).isEqualTo('a');
        assertThat(writer.isDone()).isFalse();
    }

    @Test
    void bothEndsWriteBeforeTheyRead() throws Exception {
        Pair pair = connectSmall();
        Background<byte[]> nearReader =
                background(() -> Channels.newInputStream(pair.near()).readNBytes(SIZE));
        Background<byte[]> farReader =
                background(() -> Channels.newInputStream(pair.far()).readNBytes(SIZE));
        Background<Void> nearWriter = background(() -> {
            Channels.newOutputStream(pair.near()).write(data(1));
            return null;
        });
        Channels.newOutputStream(pair.far()).write(data(2));
        nearWriter.get();
        assertThat(nearReader.get()).isEqualTo(data(2));
        assertThat(farReader.get()).isEqualTo(data(1));
    }

    @Test
    void severalWritersDoNotMixWhatTheyWrite() throws Exception {
        Pair pair = connectSmall();
        Background<Integer> reader = readerOf(pair.near());
        byte[] all = new byte[3 * SIZE];
        Background<?>[] writers = new Background<?>[3];
        for (int i = 0; i < writers.length; i++) {
            byte[] part = new byte[SIZE];
            Arrays.fill(part, (byte) ('a' + i));
            boolean plain = i == 2;
            writers[i] = background(() -> {
                if (plain) {
                    pair.near().write(ByteBuffer.wrap(part));
                } else {
                    Channels.newOutputStream(pair.near()).write(part);
                }
                return null;
            });
        }
        readFully(pair.far(), all.length).get(all);
        for (Background<?> writer : writers) {
            writer.get();
        }
        for (int i = 1; i < all.length; i++) {
            if (i % SIZE != 0 && all[i] != all[i - 1]) {
                throw new AssertionError((char) all[i] + " after " + (char) all[i - 1] + " at " + i);
            }
        }
        assertThat(reader.isDone()).isFalse();
    }

    @Test
    void anInterruptedWriterClosesTheChannelWhenItsTurnComes() throws Exception {
        Pair pair = connectSmall();
        OutputStream out = Channels.newOutputStream(pair.near());
        Background<Void> first = background(() -> {
            out.write(data(1));
            return null;
        });
        first.awaitBlocked();
        Background<Void> second = background(() -> {
            out.write(data(2));
            return null;
        });
        second.awaitAtRest();
        second.thread().interrupt();
        assertThat(readFully(pair.far(), SIZE).array()).isEqualTo(data(1));
        first.get();
        assertThat(second.thrown()).isExactlyInstanceOf(ClosedByInterruptException.class);
        assertThat(second.endedInterrupted()).isTrue();
        assertThat(pair.near().isOpen()).isFalse();
        assertThat(pair.far().read(ByteBuffer.allocate(1))).isNegative();
    }

    @Test
    void severalReadersTakeTurns() throws Exception {
        Pair pair = connect();
        Background<Integer> first = readerOf(pair.near());
        Background<Integer> second = background(Channels.newInputStream(pair.near())::read);
        Background<Integer> third = background(() -> pair.near().read(ByteBuffer.allocate(1)));
        pair.far().write(bytes("xyz"));
        first.get();
        second.get();
        assertThat(third.get()).isEqualTo(1);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with JDK 21")
    void virtualThreadsReadAndWriteAtOnce() throws Exception {
        List<FutureTask<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Pair pair = connect();
            for (SocketChannel channel : new SocketChannel[] {pair.near(), pair.far()}) {
                InputStream in = Channels.newInputStream(channel);
                OutputStream out = Channels.newOutputStream(channel);
                tasks.add(new FutureTask<>(() -> in.readNBytes(SIZE / 10).length));
                tasks.add(new FutureTask<>(() -> {
                    out.write(new byte[SIZE / 10]);
                    return SIZE / 10;
                }));
            }
        }
        for (FutureTask<Integer> task : tasks) {
            VirtualThread.start(task);
        }
        for (FutureTask<Integer> task : tasks) {
            assertThat(task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(SIZE / 10);
        }
    }

    @Test
    void closeEndsAReaderAndAWriter() throws Exception {
        Pair pair = connectSmall();
        Background<Integer> reader = readerOf(pair.near());
        Background<Void> writer = writerOf(pair.near());
        pair.near().close();
        assertThat(reader.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
        assertThat(writer.thrown()).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aThreadThatHoldsTheBlockingLockCloses() throws Exception {
        SocketChannel channel = connect().near();
        Background<Integer> reader = readerOf(channel);
        background(() -> {
                    synchronized (channel.blockingLock()) {
                        channel.close();
                        return null;
                    }
                })
                .get();
        assertThat(reader.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
    }

    @Test
    void interruptEndsAReaderAndItsWriter() throws Exception {
        Pair pair = connectSmall();
        Background<Integer> reader = readerOf(pair.near());
        Background<Void> writer = writerOf(pair.near());
        reader.thread().interrupt();
        assertThat(reader.thrown()).isExactlyInstanceOf(ClosedByInterruptException.class);
        assertThat(reader.endedInterrupted()).isTrue();
        assertThat(writer.thrown()).isInstanceOf(ClosedChannelException.class);
        assertThat(writer.endedInterrupted()).isFalse();
        assertThat(pair.near().isOpen()).isFalse();
    }

    @Test
    void aWriterThatComesInterruptedEndsTheReader() throws Exception {
        SocketChannel channel = connect().near();
        Background<Integer> reader = readerOf(channel);
        OutputStream out = Channels.newOutputStream(channel);
        Background<Void> writer = background(() -> {
            Thread.currentThread().interrupt();
            out.write('x');
            return null;
        });
        assertThat(writer.thrown()).isExactlyInstanceOf(ClosedByInterruptException.class);
        assertThat(writer.endedInterrupted()).isTrue();
        assertThat(reader.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
    }

    @Test
    void shutdownInputEndsAStreamsRead() throws Exception {
        SocketChannel channel = connect().near();
        Background<Integer> reader = readerOf(channel);
        channel.shutdownInput();
        assertThat(reader.get()).isEqualTo(-1);
        assertThat(Channels.newInputStream(channel).read()).isEqualTo(-1);
    }

    @Test
    void notificationsThatAreNotOursAreNothing() throws Exception {
        Pair pair = connect();
        Background<Integer> reader = readerOf(pair.near());
        for (int i = 0; i < 100; i++) {
            synchronized (pair.near().blockingLock()) {
                pair.near().blockingLock().notifyAll();
            }
        }
        reader.staysBlocked();
        pair.far().write(bytes("x"));
        assertThat(reader.get()).isEqualTo('x');
    }

    @Test
    void configureBlockingWaitsForAReader() throws Exception {
        Pair pair = connect();
        Background<Integer> reader = readerOf(pair.near());
        Background<SocketChannel> switcher = background(() -> nonBlocking(pair.near()));
        switcher.staysBlocked();
        assertThat(pair.near().isBlocking()).isTrue();
        pair.far().write(bytes("xy"));
        assertThat(reader.get()).isEqualTo('x');
        switcher.get();
        assertThat(readText(pair.near(), 1)).isEqualTo("y");
        assertThrown(IllegalBlockingModeException.class, () -> Channels.newInputStream(pair.near())
                .read());
    }

    @Test
    void closeEndsAReaderThatConfigureBlockingWaitsFor() throws Exception {
        SocketChannel channel = connect().near();
        Background<Integer> reader = readerOf(channel);
        Background<SocketChannel> switcher = background(() -> nonBlocking(channel));
        switcher.staysBlocked();
        channel.close();
        assertThat(reader.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
        assertThat(switcher.thrown()).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void configureBlockingWaitsForAReaderWhileAWriterWrites() throws Exception {
        Pair pair = connect();
        Background<Integer> reader =
                background(() -> pair.near().read(ByteBuffer.allocate(1))).awaitBlocked();
        Background<SocketChannel> switcher = background(() -> nonBlocking(pair.near()));
        switcher.staysBlocked();
        Background<Integer> writer = background(() -> pair.near().write(bytes("q")));
        assertThat(writer.get()).isEqualTo(1);
        pair.far().write(bytes("a"));
        assertThat(reader.get()).isEqualTo(1);
        switcher.get();
    }

    @Test
    void registeringIsRefusedWhileAReaderWaits() throws Exception {
        Pair pair = connect();
        Background<Integer> reader = readerOf(pair.near());
        Selector selector = openSelector();
        Background<SelectionKey> registering = background(() -> pair.near().register(selector, SelectionKey.OP_READ));
        assertThat(registering.thrown()).isExactlyInstanceOf(IllegalBlockingModeException.class);
        pair.far().write(bytes("x"));
        reader.get();
    }

    @Test
    void aDatagramChannelsStreams() throws Exception {
        DatagramChannel near = closing(subject.provider().openDatagramChannel());
        DatagramChannel far = closing(subject.provider().openDatagramChannel());
        near.bind(new InetSocketAddress(LOOPBACK, 0));
        far.bind(new InetSocketAddress(LOOPBACK, 0));
        near.connect(far.getLocalAddress());
        far.connect(near.getLocalAddress());
        InputStream in = Channels.newInputStream(near);
        Background<Integer> reader = background(in::read).awaitBlocked();
        OutputStream out = Channels.newOutputStream(near);
        background(() -> {
                    out.write('q');
                    return null;
                })
                .get();
        ByteBuffer room = ByteBuffer.allocate(2);
        assertThat(far.read(room)).isEqualTo(1);
        far.write(bytes("a"));
        assertThat(reader.get()).isEqualTo('a');
    }
}
