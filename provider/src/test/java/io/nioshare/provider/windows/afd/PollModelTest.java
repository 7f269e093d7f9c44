package io.nioshare.provider.windows.afd;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.provider.os.OsRegistration;
import io.nioshare.provider.windows.jna.Afd;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Poll requests against a kernel that completes in any order, with numbers of sockets that are used again at once.
 * {@code -Dnioshare.seed=N} runs one order alone.
 */
class PollModelTest {

    private static final int ORDERS = 3_000;
    private static final int STEPS = 120;
    private static final int SOCKET_NUMBERS = 5;
    private static final int[] OPERATIONS = {
        0, SelectionKey.OP_READ, SelectionKey.OP_WRITE, SelectionKey.OP_READ | SelectionKey.OP_WRITE
    };
    private static final int[] CONDITIONS = {
        0, Afd.POLL_RECEIVE, Afd.POLL_SEND, Afd.POLL_RECEIVE | Afd.POLL_SEND, Afd.POLL_DISCONNECT, Afd.POLL_ABORT
    };

    /** A registration and what the model knows of it. */
    private static final class Entry {
        final long socket;
        OsRegistration registration;
        int wanted;
        boolean released;

        Entry(long socket) {
            this.socket = socket;
        }
    }

    private final FakeMemory memory = new FakeMemory();
    private Random random;
    private FakeKernel kernel;
    private AfdPoller poller;
    private final List<Entry> live = new ArrayList<>();
    private final int[] condition = new int[SOCKET_NUMBERS];
    private final Set<Entry> reported = new HashSet<>();

    @Test
    void everyOrderOfCompletionsKeepsTheRules() throws IOException {
        Long only = Long.getLong("nioshare.seed");
        if (only != null) {
            run(only);
            return;
        }
        long base = System.nanoTime();
        for (long seed = base; seed < base + ORDERS; seed++) {
            try {
                new PollModelTest().run(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dnioshare.seed=" + seed, e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void fixedOrdersKeepTheRules(long seed) throws IOException {
        run(seed);
    }

    private void run(long seed) throws IOException {
        random = new Random(seed);
        kernel = new FakeKernel(memory, random);
        poller = new AfdPoller(kernel, kernel::open, memory);
        for (int step = 0; step < STEPS; step++) {
            step();
        }
        everythingReadyIsReported();
        poller.close();
        assertThat(kernel.isClosed()).isTrue();
        assertThat(kernel.devicesOpen()).isZero();
        assertThat(memory.blocksInUse()).isZero();
    }

    private void step() throws IOException {
        switch (random.nextInt(7)) {
            case 0 -> register();
            case 1, 2 -> pick(entry -> interest(entry, OPERATIONS[random.nextInt(OPERATIONS.length)]));
            case 3 -> pick(entry -> setCondition(entry.socket, CONDITIONS[random.nextInt(CONDITIONS.length)]));
            case 4 -> {
                if (random.nextInt(3) == 0) {
                    pick(this::release);
                }
            }
            case 5 -> poller.wakeup();
            default -> poll(random.nextBoolean() ? 0 : 1);
        }
    }

    private interface Action {
        void on(Entry entry) throws IOException;
    }

    private void pick(Action action) throws IOException {
        if (!live.isEmpty()) {
            action.on(live.get(random.nextInt(live.size())));
        }
    }

    private void register() throws IOException {
        for (long socket = 0; socket < SOCKET_NUMBERS; socket++) {
            long number = socket;
            if (live.stream().noneMatch(entry -> entry.socket == number)) {
                kernel.openSocket(number);
                condition[(int) number] = 0;
                Entry entry = new Entry(number);
                entry.registration = poller.register(number, entry);
                live.add(entry);
                return;
            }
        }
    }

    private void interest(Entry entry, int operations) throws IOException {
        entry.wanted = operations;
        entry.registration.interest(operations);
    }

    private void setCondition(long socket, int events) {
        condition[(int) socket] = events;
        kernel.setCondition(socket, events);
    }

    /** As a channel does when it is closed. */
    private void release(Entry entry) {
        entry.registration.release();
        entry.released = true;
        live.remove(entry);
        kernel.closeSocket(entry.socket);
    }

    private void poll(long timeout) throws IOException {
        Set<Entry> now = new HashSet<>();
        int count = poller.poll(timeout, (attachment, operations) -> {
            Entry entry = (Entry) attachment;
            assertThat(entry.released).as("released").isFalse();
            assertThat(operations).isNotZero();
            assertThat(operations & ~entry.wanted).as("not asked for").isZero();
            assertThat(now.add(entry)).as("reported once").isTrue();
            entry.wanted = 0;
        });
        assertThat(count).isEqualTo(now.size());
        reported.addAll(now);
    }

    private void everythingReadyIsReported() throws IOException {
        Set<Entry> expected = new HashSet<>();
        for (Entry entry : live) {
            if (PollEvents.toOperations(condition[(int) entry.socket], entry.wanted) != 0) {
                expected.add(entry);
            }
        }
        reported.clear();
        for (int i = 0; i < 4; i++) {
            poll(1);
        }
        assertThat(reported).containsAll(expected);
    }

    @Test
    void groupsFillUpAndAreUsedAgain() throws IOException {
        random = new Random(0);
        kernel = new FakeKernel(memory, random);
        poller = new AfdPoller(kernel, kernel::open, memory);
        int sockets = 3 * PollGroup.SLOTS + 1;
        List<OsRegistration> registrations = new ArrayList<>();
        for (int socket = 0; socket < sockets; socket++) {
            kernel.openSocket(socket);
            registrations.add(poller.register(socket, socket));
        }
        assertThat(kernel.devicesOpen()).isEqualTo(4);
        for (int round = 0; round < 3; round++) {
            for (int socket = round; socket < sockets; socket += 2) {
                registrations.get(socket).release();
                registrations.set(socket, poller.register(socket, socket));
            }
        }
        assertThat(kernel.devicesOpen()).isEqualTo(4);
        poller.close();
        assertThat(memory.blocksInUse()).isZero();
    }

    @Test
    void aRefusedRequestIsSaidOnce() throws IOException {
        random = new Random(0);
        kernel = new FakeKernel(memory, random);
        poller = new AfdPoller(kernel, kernel::open, memory);
        register();
        kernel.setRefusing(true);
        Entry entry = live.get(0);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> interest(entry, SelectionKey.OP_READ))
                .isInstanceOf(IOException.class);
        kernel.setRefusing(false);
        interest(entry, SelectionKey.OP_READ);
        setCondition(entry.socket, Afd.POLL_RECEIVE);
        poll(1);
        assertThat(reported).containsExactly(entry);
        poller.close();
        assertThat(memory.blocksInUse()).isZero();
    }
}
