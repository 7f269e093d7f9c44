package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Threads that register, cancel, close and wake up at random while others select. The seed is printed; {@code
 * -Dnioshare.storm.seed} gives it, {@code -Dnioshare.storm.seconds} the length.
 */
@Tag("slow")
abstract class SelectorStormContract extends ContractTest {

    private static final int THREADS = 8;
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("nioshare.storm.seconds", 5));

    @Test
    void eightThreadsRegisterCancelCloseAndWakeUp() throws Exception {
        long seed = Long.getLong("nioshare.storm.seed", System.nanoTime());
        System.out.println("selector storm on " + subject + ": -Dnioshare.storm.seed=" + seed);
        ServerSocketChannel listener = listen();
        Selector[] selectors = {openSelector(), openSelector()};
        long end = System.nanoTime() + LENGTH.toNanos();
        AtomicLong actions = new AtomicLong();

        List<Background<Void>> threads = new ArrayList<>();
        for (Selector selector : selectors) {
            threads.add(background(() -> select(selector, end)));
        }
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed + i);
            threads.add(background(() -> storm(listener, selectors, random, end, actions)));
        }
        while (System.nanoTime() < end) {
            pause(Duration.ofMillis(50));
        }
        for (Selector selector : selectors) {
            selector.wakeup();
        }
        for (Background<Void> thread : threads) {
            thread.get();
        }

        assertThat(actions.get()).isGreaterThan(100);
        for (Selector selector : selectors) {
            selector.selectNow();
            assertThat(selector.keys()).as("every channel was closed").isEmpty();
            assertThat(selector.selectedKeys()).isEmpty();
            Pair pair = connect(listener);
            SelectionKey key = nonBlocking(pair.near()).register(selector, SelectionKey.OP_READ);
            pair.far().write(bytes("x"));
            awaitReady(selector, key, SelectionKey.OP_READ);
        }
    }

    private static Void select(Selector selector, long end) throws Exception {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        while (System.nanoTime() < end) {
            selector.select(100);
            for (SelectionKey key : selector.selectedKeys()) {
                try {
                    if (key.isReadable()) {
                        ((SocketChannel) key.channel()).read(buffer.clear());
                    }
                } catch (CancelledKeyException | IOException gone) {
                    // Closed by the storm, at this end or at the other.
                }
            }
            selector.selectedKeys().clear();
        }
        return null;
    }

    /** One thread of the storm. The channels are its own, so that it knows what each call may answer. */
    private Void storm(ServerSocketChannel listener, Selector[] selectors, Random random, long end, AtomicLong actions)
            throws Exception {
        List<SocketChannel> channels = new ArrayList<>();
        try {
            while (System.nanoTime() < end) {
                act(listener, selectors[random.nextInt(selectors.length)], random, channels);
                actions.incrementAndGet();
            }
        } finally {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
        return null;
    }

    private void act(ServerSocketChannel listener, Selector selector, Random random, List<SocketChannel> channels)
            throws Exception {
        if (channels.size() < 4) {
            SocketChannel near = subject.provider().openSocketChannel();
            channels.add(near);
            near.connect(listener.getLocalAddress());
            channels.add(listener.accept());
        }
        SocketChannel channel = channels.get(random.nextInt(channels.size()));
        SelectionKey key = channel.keyFor(selector);
        switch (random.nextInt(8)) {
            case 0 -> {
                channels.remove(channel);
                channel.close();
                assertThat(channel.isOpen()).isFalse();
            }
            case 1, 2, 3 -> register(channel, selector, random.nextInt(2) * 4 + random.nextInt(2));
            case 4 -> {
                if (key != null) {
                    key.cancel();
                    assertThat(key.isValid()).isFalse();
                }
            }
            case 5 -> selector.wakeup();
            case 6 -> {
                if (key != null && key.isValid()) {
                    key.interestOps(random.nextBoolean() ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
                }
            }
            default -> {
                if (!channel.isBlocking()) {
                    write(channel);
                }
            }
        }
    }

    private static void register(SocketChannel channel, Selector selector, int operations) throws Exception {
        nonBlocking(channel);
        try {
            assertThat(channel.register(selector, operations).isValid()).isTrue();
        } catch (CancelledKeyException notYetFlushed) {
            // The last key was cancelled and no selection has been since.
        }
    }

    private static void write(SocketChannel channel) {
        try {
            channel.write(bytes("storm"));
        } catch (IOException peerGone) {
            // Closed by a step before this one.
        }
    }
}
