package io.nioshare.provider.windows.afd;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.provider.RandomOrders;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import io.nioshare.provider.windows.jna.Afd;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** More than a request has room for, now and then. */
    private static final int MANY_SOCKETS = PollRequest.MOST_SOCKETS + 8;

    private static final int FEW_SOCKETS = 5;
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
    private final int[] condition = new int[MANY_SOCKETS];
    private int sockets = FEW_SOCKETS;
    private final Set<Entry> reported = new HashSet<>();

    @Test
    void everyOrderOfCompletionsKeepsTheRules() throws IOException {
        RandomOrders.run(ORDERS, seed -> new PollModelTest().run(seed));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void fixedOrdersKeepTheRules(long seed) throws IOException {
        run(seed);
    }

    private void run(long seed) throws IOException {
        random = new Random(seed);
        if (random.nextInt(8) == 0) {
            sockets = MANY_SOCKETS;
        }
        setUp(random.nextInt(4) != 0);
        for (int socket = FEW_SOCKETS; socket < sockets; socket++) {
            register();
            interest(live.get(live.size() - 1), SelectionKey.OP_READ);
        }
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
        for (long socket = 0; socket < sockets; socket++) {
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
            assertThat(operations & entry.wanted).isNotZero();
            assertThat(operations & ~entry.wanted & ~OsPoller.BROKEN)
                    .as("not asked for")
                    .isZero();
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

    private void setUp(boolean pollsAreQuick) {
        kernel = new FakeKernel(memory, random);
        kernel.setPollsAreQuick(pollsAreQuick);
        poller = new AfdPoller(kernel, kernel::open, kernel.probe(), memory);
    }

    /** That many registered sockets, of which reading is of interest. */
    private void setUp(int sockets) throws IOException {
        random = new Random(0);
        this.sockets = sockets;
        setUp(true);
        kernel.setPrompt();
        kernel.setAnswersAtOnce(false);
        for (int socket = 0; socket < sockets; socket++) {
            register();
            interest(live.get(socket), SelectionKey.OP_READ);
        }
    }

    private void close() throws IOException {
        poller.close();
        assertThat(memory.blocksInUse()).isZero();
        assertThat(kernel.devicesOpen()).isZero();
    }

    private void readable(int... numbers) {
        for (int socket : numbers) {
            setCondition(socket, Afd.POLL_RECEIVE);
        }
    }

    private void expect(int... numbers) throws IOException {
        reported.clear();
        poll(1);
        assertThat(reported)
                .extracting(entry -> (int) entry.socket)
                .containsExactlyInAnyOrder(Arrays.stream(numbers).boxed().toArray(Integer[]::new));
    }

    @Test
    void socketsThatWereReadyTogetherAreAskedAboutTogether() throws IOException {
        setUp(6);
        assertThat(submitsOf(0, 1, 2, 3, 4, 5)).isEqualTo(1);
        poll(1);
        assertThat(submitsOf(0, 1, 2, 3, 4, 5))
                .as("again, about all but the first to be ready")
                .isEqualTo(1);
        close();
    }

    @Test
    void moreSocketsThanARequestHoldsAreAskedAboutByTwo() throws IOException {
        setUp(MANY_SOCKETS);
        poll(1);
        assertThat(kernel.submits()).isEqualTo(2);
        close();
    }

    @Test
    void socketsThatAreNotReadyTogetherAreAskedAboutAloneForAWhile() throws IOException {
        setUp(8);
        submitsOf(0);
        int submits = submitsOf(1);
        assertThat(submits)
                .as("one for socket 0, one for each of the six that are left")
                .isEqualTo(1 + 6);
        assertThat(submitsOf(2)).as("socket 1").isEqualTo(1);
        assertThat(submitsOf(3)).as("socket 2").isEqualTo(1);

        List<Integer> rounds = new ArrayList<>();
        for (int round = 0; round < 12; round++) {
            rounds.add(submitsOf(0, 1, 2, 3, 4, 5, 6, 7));
        }
        assertThat(rounds.get(1)).as("six alone, two together").isGreaterThanOrEqualTo(6 + 1);
        assertThat(rounds.get(11)).as("together again").isLessThanOrEqualTo(2);
        close();
    }

    /** Makes them readable, expects them to be reported, and asks about them again; returns what the poll submitted. */
    private int submitsOf(int... numbers) throws IOException {
        int before = kernel.submits();
        readable(numbers);
        expect(numbers);
        for (int socket : numbers) {
            setCondition(socket, 0);
            interest(live.get(socket), SelectionKey.OP_READ);
        }
        return kernel.submits() - before;
    }

    @Test
    void aBusySocketIsAskedAboutWithoutTheIdleOnes() throws IOException {
        setUp(PollRequest.MOST_SOCKETS);
        for (int round = 0; round < 5; round++) {
            readable(7);
            expect(7);
            setCondition(7, 0);
            interest(live.get(7), SelectionKey.OP_READ);
        }
        // All of them, the idle ones without socket 7, and from then on socket 7 alone.
        assertThat(kernel.submits()).isEqualTo(2 + 4);
        close();
    }

    @Test
    void whereThereWasDataAtOnceMoreIsLookedForWithoutARequest() throws IOException {
        setUp(1);
        kernel.setAnswersAtOnce(true);
        readable(0);
        expect(0);
        assertThat(counts()).as("submits and probes").containsExactly(1, 0);
        interest(live.get(0), SelectionKey.OP_READ);
        expect(0);
        assertThat(counts()).as("with data").containsExactly(1, 1);

        setCondition(0, 0);
        interest(live.get(0), SelectionKey.OP_READ);
        expect();
        assertThat(counts()).as("without data").containsExactly(2, 2);
        kernel.setAnswersAtOnce(false);
        readable(0);
        expect(0);
        interest(live.get(0), SelectionKey.OP_READ);
        expect(0);
        assertThat(counts()).as("after a request that was pending").containsExactly(3, 2);
        close();
    }

    @Test
    void dataIsNotLookedForWhereMoreThanReadingIsOfInterest() throws IOException {
        setUp(1);
        kernel.setAnswersAtOnce(true);
        readable(0);
        expect(0);
        interest(live.get(0), SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        setCondition(0, Afd.POLL_SEND);
        expect(0);
        assertThat(counts()).containsExactly(1, 0);
        close();
    }

    @Test
    void roomIsLookedForAndTheRequestThatAsksForDataLeftAlone() throws IOException {
        setUp(1);
        expect();
        setCondition(0, Afd.POLL_SEND);
        for (int round = 1; round <= 3; round++) {
            interest(live.get(0), SelectionKey.OP_WRITE);
            expect(0);
            interest(live.get(0), SelectionKey.OP_READ);
            expect();
            assertThat(kernel.looks()).isEqualTo(round);
        }
        interest(live.get(0), SelectionKey.OP_WRITE | SelectionKey.OP_READ);
        setCondition(0, Afd.POLL_SEND | Afd.POLL_RECEIVE);
        expect(0);
        interest(live.get(0), SelectionKey.OP_READ);
        expect(0);
        assertThat(kernel.submits())
                .as("the first, and one after its completion")
                .isEqualTo(2);
        close();
    }

    @Test
    void whereThereWasNoRoomItIsAskedForByARequest() throws IOException {
        setUp(1);
        expect();
        interest(live.get(0), SelectionKey.OP_WRITE);
        expect();
        setCondition(0, Afd.POLL_SEND);
        expect(0);
        assertThat(kernel.submits()).isEqualTo(2);
        interest(live.get(0), SelectionKey.OP_WRITE);
        expect(0);
        assertThat(kernel.submits()).isEqualTo(3);
        assertThat(kernel.looks()).isEqualTo(1);
        close();
    }

    @Test
    void roomOfManySocketsIsAskedForTogether() throws IOException {
        setUp(5);
        for (Entry entry : live) {
            interest(entry, SelectionKey.OP_WRITE);
            setCondition(entry.socket, Afd.POLL_SEND);
        }
        expect(0, 1, 2, 3, 4);
        assertThat(kernel.submits()).isEqualTo(1);
        assertThat(kernel.looks()).isZero();
        close();
    }

    @Test
    void manySocketsAreAskedAboutTogetherRatherThanLookedAt() throws IOException {
        setUp(5);
        kernel.setAnswersAtOnce(true);
        for (int round = 1; round <= 3; round++) {
            assertThat(submitsOf(0, 1, 2, 3, 4)).isEqualTo(1);
        }
        assertThat(kernel.probes()).isZero();
        close();
    }

    @Test
    void aFewSocketsAreLookedAtAndThoseWithoutDataAskedAbout() throws IOException {
        setUp(4);
        kernel.setAnswersAtOnce(true);
        assertThat(submitsOf(0, 1, 2, 3)).isEqualTo(1);
        readable(1, 3);
        expect(1, 3);
        assertThat(counts()).as("submits and probes").containsExactly(2, 4);
        readable(0, 2);
        expect(0, 2);
        close();
    }

    @Test
    void aPollOfNothingWaits() throws IOException {
        setUp(0);
        expect();
        assertThat(kernel.takes()).isEqualTo(1);
        close();
    }

    @Test
    void theEndOfAStreamIsFoundByARequest() throws IOException {
        setUp(1);
        kernel.setAnswersAtOnce(true);
        readable(0);
        expect(0);
        setCondition(0, Afd.POLL_DISCONNECT);
        interest(live.get(0), SelectionKey.OP_READ);
        expect(0);
        assertThat(counts()).containsExactly(2, 1);
        close();
    }

    @Test
    void thePortIsNotLookedIntoWhereNothingCanArrive() throws IOException {
        setUp(1);
        kernel.setAnswersAtOnce(true);
        readable(0);
        expect(0);
        interest(live.get(0), SelectionKey.OP_READ);
        expect(0);
        assertThat(kernel.takes()).isEqualTo(1);
        poller.wakeup();
        interest(live.get(0), SelectionKey.OP_READ);
        expect(0);
        assertThat(kernel.takes()).as("after a wakeup").isEqualTo(2);
        interest(live.get(0), SelectionKey.OP_READ);
        expect(0);
        assertThat(kernel.takes()).isEqualTo(2);
        close();
    }

    private int[] counts() {
        return new int[] {kernel.submits(), kernel.probes()};
    }

    @Test
    void aSocketThatIsTakenOutDoesNotHideThatAnotherIsReady() throws IOException {
        setUp(3);
        poll(1);
        release(live.get(1));
        readable(0);
        expect(0);
        close();
    }

    @Test
    void aSocketThatIsRefusedDoesNotHideTheOthers() throws IOException {
        setUp(5);
        kernel.refuse(2, true);
        readable(4);
        expect(2, 4);
        kernel.refuse(2, false);
        interest(live.get(2), SelectionKey.OP_READ);
        expect();
        readable(0, 2);
        expect(0, 2);
        close();
    }

    @Test
    void groupsFillUpAndAreUsedAgain() throws IOException {
        int sockets = 3 * PollGroup.REQUESTS + 1;
        random = new Random(0);
        setUp(true);
        List<OsRegistration> registrations = new ArrayList<>();
        for (int socket = 0; socket < sockets; socket++) {
            kernel.openSocket(socket);
            registrations.add(poller.register(socket, socket));
        }
        for (int round = 0; round < 3; round++) {
            for (OsRegistration registration : registrations) {
                registration.interest(SelectionKey.OP_READ);
                poller.poll(1, (attachment, operations) -> {});
            }
            assertThat(kernel.devicesOpen()).isEqualTo(4);
            for (int socket = 0; socket < sockets; socket++) {
                registrations.get(socket).release();
                registrations.set(socket, poller.register(socket, socket));
            }
            poller.poll(1, (attachment, operations) -> {});
        }
        close();
    }
}
