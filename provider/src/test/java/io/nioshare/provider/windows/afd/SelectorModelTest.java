package io.nioshare.provider.windows.afd;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.provider.RandomOrders;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.select.ShareableSelector;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A selector on a poll device that completes in any order: what it reports is compared with what is true of the
 * sockets. {@code -Dnioshare.seed=N} runs one order alone.
 */
class SelectorModelTest {

    private static final int ORDERS = 2_000;
    private static final int STEPS = 150;
    private static final int SOCKET_NUMBERS = 4;

    private final FakeMemory memory = new FakeMemory();
    private Random random;
    private FakeKernel kernel;
    private ShareableSelector selector;
    private final List<FakeChannel> open = new ArrayList<>();
    private final Map<FakeChannel, Integer> conditions = new HashMap<>();

    @Test
    void reportsWhatIsTrueInEveryOrderOfCompletions() throws IOException {
        RandomOrders.run(ORDERS, seed -> new SelectorModelTest().run(seed));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void reportsWhatIsTrueInFixedOrders(long seed) throws IOException {
        run(seed);
    }

    private void run(long seed) throws IOException {
        random = new Random(seed);
        kernel = new FakeKernel(memory, random);
        kernel.setPollsAreQuick(random.nextInt(4) != 0);
        OsPoller poller = new AfdPoller(kernel, kernel::open, kernel.probe(), memory);
        selector = new ShareableSelector(null, poller);
        for (int step = 0; step < STEPS; step++) {
            step();
        }
        exactlyWhatIsTrueIsReported();
        selector.close();
        assertThat(kernel.isClosed()).isTrue();
        assertThat(kernel.devicesOpen()).isZero();
        assertThat(memory.blocksInUse()).isZero();
        for (FakeChannel channel : open) {
            assertThat(channel.isRegistered()).isFalse();
            assertThat(channel.listeners()).isZero();
        }
    }

    private void step() throws IOException {
        switch (random.nextInt(9)) {
            case 0 -> open();
            case 1, 2 -> pick(this::registerOrChange);
            case 3, 4 -> pick(this::change);
            case 5 -> pick(channel -> key(channel, SelectionKey::cancel));
            case 6 -> {
                if (random.nextInt(3) == 0) {
                    pick(this::close);
                }
            }
            case 7 -> selector.wakeup();
            default -> select();
        }
    }

    private interface Action<T> {
        void on(T target) throws IOException;
    }

    private void pick(Action<FakeChannel> action) throws IOException {
        if (!open.isEmpty()) {
            action.on(open.get(random.nextInt(open.size())));
        }
    }

    private void key(FakeChannel channel, Action<SelectionKey> action) throws IOException {
        SelectionKey key = channel.keyFor(selector);
        if (key != null && key.isValid()) {
            action.on(key);
        }
    }

    /** The number of a socket that was closed is used again at once. */
    private void open() throws IOException {
        for (long number = 0; number < SOCKET_NUMBERS; number++) {
            long socket = number;
            if (open.stream().noneMatch(channel -> channel.socket() == socket)) {
                FakeChannel channel = new FakeChannel(kernel, socket);
                conditions.put(channel, 0);
                open.add(channel);
                return;
            }
        }
    }

    private void registerOrChange(FakeChannel channel) throws IOException {
        int operations = random.nextInt(4) == 0 ? 0 : operations();
        try {
            channel.register(selector, operations);
        } catch (CancelledKeyException untilTheNextSelection) {
            assertThat(channel.keyFor(selector).isValid()).isFalse();
        }
    }

    private int operations() {
        return switch (random.nextInt(3)) {
            case 0 -> SelectionKey.OP_READ;
            case 1 -> SelectionKey.OP_WRITE;
            default -> SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        };
    }

    private void change(FakeChannel channel) {
        int[] possible = {0, 0x1, 0x4, 0x5, 0x8, 0x10};
        int events = possible[random.nextInt(possible.length)];
        conditions.put(channel, events);
        kernel.setCondition(channel.socket(), events);
    }

    private void close(FakeChannel channel) throws IOException {
        channel.close();
        open.remove(channel);
        conditions.remove(channel);
    }

    private void select() throws IOException {
        Set<SelectionKey> before = new HashSet<>(selector.selectedKeys());
        int count = selector.selectNow();
        assertThat(count).isLessThanOrEqualTo(selector.selectedKeys().size());
        for (SelectionKey key : selector.selectedKeys()) {
            assertThat(key.isValid()).isTrue();
            if (!before.contains(key)) {
                assertThat(key.readyOps() & ~key.interestOps())
                        .as("not of interest")
                        .isZero();
                assertThat(key.readyOps()).isNotZero();
            }
        }
        if (random.nextBoolean()) {
            selector.selectedKeys().clear();
        }
        assertThat(selector.keys()).allMatch(SelectionKey::isValid);
    }

    private void exactlyWhatIsTrueIsReported() throws IOException {
        Map<SelectionKey, Integer> expected = new HashMap<>();
        for (FakeChannel channel : open) {
            key(channel, key -> {
                int ready = PollEvents.toOperations(conditions.get(channel), key.interestOps());
                if (ready != 0) {
                    expected.put(key, ready);
                }
            });
        }
        Map<SelectionKey, Integer> reported = new HashMap<>();
        // The first round may bring what was true earlier; completions may need several to arrive.
        selector.selectedKeys().clear();
        selector.selectNow();
        for (int i = 0; i < 40; i++) {
            selector.selectedKeys().clear();
            kernel.answerAll();
            selector.selectNow();
            selector.selectedKeys().forEach(key -> reported.merge(key, key.readyOps(), (a, b) -> a | b));
        }
        expected.forEach((key, ready) -> assertThat(reported.getOrDefault(key, 0) & ready)
                .as("ready of %s", key)
                .isEqualTo(ready));
    }
}
