package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What one thread sees of a selector: counts, key sets, ready sets, actions. */
abstract class SelectorContract extends ContractTest {

    private static final int READ = SelectionKey.OP_READ;
    private static final int WRITE = SelectionKey.OP_WRITE;

    /** A connection whose near end is registered. */
    private record Registered(Pair pair, SelectionKey key) {
        SocketChannel near() {
            return pair.near();
        }

        SocketChannel far() {
            return pair.far();
        }

        Selector selector() {
            return key.selector();
        }
    }

    private Registered registered(Selector selector, int operations) throws IOException {
        Pair pair = connect();
        return new Registered(pair, nonBlocking(pair.near()).register(selector, operations));
    }

    private Registered registered(int operations) throws IOException {
        return registered(openSelector(), operations);
    }

    /** One that is readable, as a selector has seen, whose selected-key set is empty. */
    private Registered readable(Selector selector) throws IOException {
        Registered readable = registered(selector, READ);
        readable.far().write(bytes("x"));
        awaitReady(selector, readable.key(), READ);
        selector.selectedKeys().clear();
        return readable;
    }

    @Test
    void aNewSelectorIsOpenAndEmpty() throws Exception {
        Selector selector = openSelector();
        assertThat(selector.isOpen()).isTrue();
        assertThat(selector.keys()).isEmpty();
        assertThat(selector.selectedKeys()).isEmpty();
        assertThat(selector.selectNow()).isZero();
        assertThat(selector.select(1)).isZero();
    }

    @Test
    void argumentsComeBeforeTheState() throws Exception {
        Selector selector = openSelector();
        for (int i = 0; i < 2; i++) {
            assertThrown(IllegalArgumentException.class, () -> selector.select(-1));
            assertThrown(IllegalArgumentException.class, () -> selector.select(key -> {}, -1));
            assertThrown(NullPointerException.class, () -> selector.select(null));
            assertThrown(NullPointerException.class, () -> selector.select(null, 1));
            assertThrown(NullPointerException.class, () -> selector.select(null, -1));
            assertThrown(NullPointerException.class, () -> selector.selectNow(null));
            selector.close();
        }
    }

    @Test
    void aClosedSelectorRefusesEverything() throws Exception {
        Selector selector = openSelector();
        Set<SelectionKey> keys = selector.keys();
        Set<SelectionKey> selected = selector.selectedKeys();
        selector.close();
        selector.close();
        assertThat(selector.isOpen()).isFalse();
        assertThrown(ClosedSelectorException.class, selector::keys);
        assertThrown(ClosedSelectorException.class, selector::selectedKeys);
        assertThrown(ClosedSelectorException.class, selector::select);
        assertThrown(ClosedSelectorException.class, selector::selectNow);
        assertThrown(ClosedSelectorException.class, () -> selector.select(1));
        assertThrown(ClosedSelectorException.class, () -> selector.select(key -> {}));
        assertThrown(ClosedSelectorException.class, () -> selector.select(key -> {}, 1));
        assertThrown(ClosedSelectorException.class, () -> selector.selectNow(key -> {}));
        assertThat(selector.wakeup()).isSameAs(selector);
        assertThat(keys).isEmpty();
        assertThat(selected).isEmpty();
    }

    @Test
    void closingWithKeysLeavesTheChannels() throws Exception {
        Registered registered = registered(0);
        SelectionKey key = registered.key();
        registered.selector().selectNow();
        registered.selector().close();
        assertThat(key.isValid()).isFalse();
        assertThat(registered.near().isRegistered()).isFalse();
        assertThat(registered.near().keyFor(registered.selector())).isNull();
        registered.near().configureBlocking(true);
        registered.far().write(bytes("x"));
        assertThat(readText(registered.near(), 1)).isEqualTo("x");
    }

    @Test
    void closingWithPollsPendingLeavesTheChannels() throws Exception {
        Registered registered = registered(READ);
        registered.selector().selectNow();
        registered.selector().close();
        assertThat(registered.key().isValid()).isFalse();
        assertThat(registered.near().isRegistered()).isFalse();
        registered.near().configureBlocking(true);
        registered.far().write(bytes("x"));
        assertThat(readText(registered.near(), 1)).isEqualTo("x");
    }

    @Test
    void keysCanNotBeChanged() throws Exception {
        Registered registered = registered(READ);
        Set<SelectionKey> keys = registered.selector().keys();
        assertThrown(UnsupportedOperationException.class, () -> keys.remove(registered.key()));
        assertThrown(UnsupportedOperationException.class, () -> keys.add(registered.key()));
        assertThrown(UnsupportedOperationException.class, keys::clear);
        assertThrown(UnsupportedOperationException.class, () -> {
            Iterator<SelectionKey> iterator = keys.iterator();
            iterator.next();
            iterator.remove();
        });
        assertThat(registered.selector().keys()).isSameAs(keys).containsExactly(registered.key());
    }

    @Test
    void selectedKeysMayBeRemovedNotAdded() throws Exception {
        Registered registered = registered(WRITE);
        Selector selector = registered.selector();
        SelectionKey key = registered.key();
        Set<SelectionKey> selected = selector.selectedKeys();
        assertThrown(UnsupportedOperationException.class, () -> selected.add(key));
        assertThrown(UnsupportedOperationException.class, () -> selected.addAll(List.of(key)));
        List<Runnable> removals = List.of(
                () -> assertThat(selected.remove(key)).isTrue(),
                selected::clear,
                () -> assertThat(selected.removeAll(Set.of(key))).isTrue(),
                () -> assertThat(selected.retainAll(Set.of())).isTrue(),
                () -> assertThat(selected.removeIf(any -> true)).isTrue(),
                () -> {
                    Iterator<SelectionKey> iterator = selected.iterator();
                    iterator.next();
                    iterator.remove();
                });
        for (Runnable removal : removals) {
            assertThat(selector.select()).isEqualTo(1);
            assertThat(selector.selectedKeys()).isSameAs(selected).containsExactly(key);
            assertThat(selected.contains(key)).isTrue();
            assertThat(selected.toArray()).containsExactly(key);
            removal.run();
            assertThat(selected).isEmpty();
        }
        assertThat(selected.remove(key)).isFalse();
    }

    @Test
    void theCountIsOfKeysThatChanged() throws Exception {
        Registered registered = registered(WRITE);
        Selector selector = registered.selector();
        assertThat(selector.select()).isEqualTo(1);
        assertThat(selector.selectNow()).as("selected already, nothing new").isZero();
        assertThat(selector.selectedKeys()).containsExactly(registered.key());
        registered.key().interestOps(READ | WRITE);
        registered.far().write(bytes("x"));
        awaitReady(selector, registered.key(), READ | WRITE);
        assertThat(selector.selectNow()).isZero();
        selector.selectedKeys().clear();
        assertThat(selector.selectNow()).isEqualTo(1);
    }

    @Test
    void theCountIsOfAllKeys() throws Exception {
        Selector selector = openSelector();
        Set<SelectionKey> keys = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            keys.add(registered(selector, WRITE).key());
        }
        for (int i = 0; i < 3; i++) {
            int count = 0;
            while (count < 20) {
                count += selector.select();
            }
            assertThat(count).isEqualTo(20);
            assertThat(selector.selectedKeys()).isEqualTo(keys);
            selector.selectedKeys().clear();
        }
    }

    @Test
    void readySetsOfSelectedKeysAreAddedTo() throws Exception {
        Registered registered = registered(WRITE);
        Selector selector = registered.selector();
        assertThat(selector.select()).isEqualTo(1);
        registered.key().interestOps(READ);
        registered.far().write(bytes("x"));
        assertThat(selector.select()).isEqualTo(1);
        assertThat(registered.key().readyOps()).isEqualTo(READ | WRITE);
    }

    @Test
    void readySetsOfOtherKeysAreReplaced() throws Exception {
        Registered registered = registered(WRITE);
        Selector selector = registered.selector();
        assertThat(selector.select()).isEqualTo(1);
        selector.selectedKeys().clear();
        registered.key().interestOps(READ);
        registered.far().write(bytes("x"));
        assertThat(selector.select()).isEqualTo(1);
        assertThat(registered.key().readyOps()).isEqualTo(READ);
    }

    @Test
    void readySetsHoldWhatIsOfInterestAlone() throws Exception {
        Registered registered = readable(openSelector());
        registered.key().interestOps(READ);
        assertThat(registered.selector().select()).isEqualTo(1);
        assertThat(registered.key().readyOps()).isEqualTo(READ);
    }

    @Test
    void readinessRepeatsUntilItIsUsedUp() throws Exception {
        Registered readable = readable(openSelector());
        for (int i = 0; i < 5; i++) {
            assertThat(readable.selector().select()).isEqualTo(1);
            readable.selector().selectedKeys().clear();
        }
        readFully(readable.near(), 1);
        assertThat(readable.selector().select(QUIET.toMillis())).isZero();
        assertThat(readable.selector().selectedKeys()).isEmpty();
    }

    @Test
    void aKeyLeftSelectedDoesNotEndASelection() throws Exception {
        Registered readable = readable(openSelector());
        assertThat(readable.selector().select()).isEqualTo(1);
        // The JDK's selectors return at once with 0, which the contract allows; what counts is that nothing is new.
        assertThat(readable.selector().select(QUIET.toMillis())).isZero();
        assertThat(readable.selector().selectedKeys()).containsExactly(readable.key());
        assertThat(readable.key().readyOps()).isEqualTo(READ);
    }

    @Test
    void dataThatIsThereBeforeRegistrationIsSeen() throws Exception {
        Pair pair = connect();
        pair.far().write(bytes("early"));
        await(nonBlocking(pair.near()), READ);
        SelectionKey key = pair.near().register(openSelector(), READ);
        assertThat(key.selector().select()).isEqualTo(1);
        assertThat(key.isReadable()).isTrue();
    }

    @Test
    void timeoutsAreKept() throws Exception {
        Selector selector = registered(READ).selector();
        for (long timeout : new long[] {1, 20, 150}) {
            long start = System.nanoTime();
            assertThat(selector.select(timeout)).isZero();
            assertThat(selector.select(key -> {}, timeout)).isZero();
            long millis = (System.nanoTime() - start) / 1_000_000;
            // A timer's tick less is no harm.
            assertThat(millis).isBetween(2 * timeout - 32, 2 * timeout + 2000);
        }
    }

    @Test
    void selectNowNeverWaits() throws Exception {
        Selector selector = registered(READ).selector();
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(selector.selectNow()).isZero();
            assertThat(selector.selectNow(key -> {})).isZero();
        }
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }

    @Test
    void anEarlyWakeupEndsTheNextSelectionAlone() throws Exception {
        Selector selector = registered(READ).selector();
        assertThat(selector.wakeup()).isSameAs(selector);
        assertThat(selector.select()).isZero();
        Background<Integer> next = background(selector::select);
        next.staysBlocked();
        selector.wakeup();
        assertThat(next.get()).isZero();
    }

    @Test
    void wakeupsAreCoalesced() throws Exception {
        Selector selector = registered(READ).selector();
        selector.wakeup().wakeup().wakeup();
        assertThat(selector.select()).isZero();
        long start = System.nanoTime();
        assertThat(selector.select(QUIET.toMillis())).isZero();
        assertThat((System.nanoTime() - start) / 1_000_000).as("waited").isGreaterThan(QUIET.toMillis() - 32);
    }

    @Test
    void selectNowClearsAWakeup() throws Exception {
        Selector selector = registered(READ).selector();
        selector.wakeup();
        assertThat(selector.selectNow()).isZero();
        long start = System.nanoTime();
        assertThat(selector.select(QUIET.toMillis())).isZero();
        assertThat((System.nanoTime() - start) / 1_000_000).as("waited").isGreaterThan(QUIET.toMillis() - 32);
    }

    @Test
    void aWakeupDoesNotHideWhatIsReady() throws Exception {
        Registered readable = readable(openSelector());
        readable.selector().wakeup();
        assertThat(readable.selector().select()).isEqualTo(1);
        assertThat(readable.selector().selectedKeys()).containsExactly(readable.key());
    }

    @Test
    void aCancelledKeyLeavesAllSetsAtTheNextSelection() throws Exception {
        Registered registered = registered(WRITE);
        Selector selector = registered.selector();
        assertThat(selector.select()).isEqualTo(1);
        registered.key().cancel();
        assertThat(selector.selectedKeys()).containsExactly(registered.key());
        assertThat(selector.keys()).containsExactly(registered.key());
        assertThat(selector.selectNow()).isZero();
        assertThat(selector.selectedKeys()).isEmpty();
        assertThat(selector.keys()).isEmpty();
        assertThat(registered.near().keyFor(selector)).isNull();
    }

    @Test
    void aKeyCancelledAndRegisteredAgainStillReports() throws Exception {
        Selector selector = openSelector();
        Registered readable = readable(selector);
        for (int i = 0; i < 20; i++) {
            readable.near().keyFor(selector).cancel();
            selector.selectNow();
            SelectionKey key = readable.near().register(selector, READ);
            assertThat(selector.select()).isEqualTo(1);
            assertThat(selector.selectedKeys()).containsExactly(key);
            selector.selectedKeys().clear();
        }
    }

    @Test
    void selectOfNothingReturnsOnlyOnWakeup() throws Exception {
        Selector selector = openSelector();
        Background<Integer> waiting = background(selector::select);
        waiting.staysBlocked();
        selector.wakeup();
        assertThat(waiting.get()).isZero();
    }

    @Test
    void anActionIsGivenEachReadyKey() throws Exception {
        Selector selector = openSelector();
        Registered readable = readable(selector);
        registered(selector, READ);
        List<SelectionKey> seen = new ArrayList<>();
        assertThat(selector.select(key -> {
                    assertThat(key.readyOps()).isEqualTo(READ);
                    seen.add(key);
                }))
                .isEqualTo(1);
        assertThat(seen).containsExactly(readable.key());
        assertThat(selector.selectedKeys()).as("actions don't select").isEmpty();
        assertThat(selector.selectNow(seen::add)).as("again, level by level").isEqualTo(1);
        assertThat(selector.select(seen::add, 1000)).isEqualTo(1);
        assertThat(seen).hasSize(3);
    }

    @Test
    void anActionIsGivenKeysThatAreSelectedAlready() throws Exception {
        Registered readable = readable(openSelector());
        Selector selector = readable.selector();
        assertThat(selector.select()).isEqualTo(1);
        AtomicInteger calls = new AtomicInteger();
        assertThat(selector.select(key -> calls.incrementAndGet())).isEqualTo(1);
        assertThat(calls).hasValue(1);
        assertThat(selector.selectedKeys()).containsExactly(readable.key());
    }

    @Test
    void noActionWithoutReadyKeys() throws Exception {
        Selector selector = registered(READ).selector();
        AtomicInteger calls = new AtomicInteger();
        assertThat(selector.selectNow(key -> calls.incrementAndGet())).isZero();
        assertThat(selector.select(key -> calls.incrementAndGet(), 20)).isZero();
        selector.wakeup();
        assertThat(selector.select(key -> calls.incrementAndGet())).isZero();
        assertThat(calls).hasValue(0);
    }

    @Test
    void selectingInAnActionIsRefused() throws Exception {
        Registered readable = readable(openSelector());
        Selector selector = readable.selector();
        AtomicInteger calls = new AtomicInteger();
        assertThat(selector.select(key -> {
                    assertThrown(IllegalStateException.class, selector::select);
                    assertThrown(IllegalStateException.class, selector::selectNow);
                    assertThrown(IllegalStateException.class, () -> selector.select(1));
                    assertThrown(IllegalStateException.class, () -> selector.select(any -> {}));
                    assertThrown(IllegalStateException.class, () -> selector.selectNow(any -> {}));
                    calls.incrementAndGet();
                }))
                .isEqualTo(1);
        assertThat(calls).hasValue(1);
        assertThat(selector.select()).as("works afterwards").isEqualTo(1);
    }

    @Test
    void whatAnActionThrowsIsPassedOn() throws Exception {
        Selector selector = openSelector();
        readable(selector);
        readable(selector);
        RuntimeException thrown = new RuntimeException("thrown by an action");
        for (int i = 0; i < 3; i++) {
            assertThat(assertThrown(
                            RuntimeException.class,
                            () -> selector.select(key -> {
                                throw thrown;
                            })))
                    .isSameAs(thrown);
        }
        Set<SelectionKey> seen = new HashSet<>();
        while (seen.size() < 2) {
            assertThat(selector.select(seen::add, PATIENCE.toMillis())).isPositive();
        }
        assertThat(selector.selectedKeys()).isEmpty();
    }

    @Test
    void anActionMayCancelAndClose() throws Exception {
        Selector selector = openSelector();
        for (int i = 0; i < 5; i++) {
            readable(selector);
        }
        int closed = 0;
        while (!selector.keys().isEmpty()) {
            closed += selector.select(
                    key -> {
                        try {
                            key.cancel();
                            key.channel().close();
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    },
                    1000);
            selector.selectNow();
        }
        assertThat(closed).isEqualTo(5);
    }

    @Test
    void anActionMayChangeInterest() throws Exception {
        Registered readable = readable(openSelector());
        Selector selector = readable.selector();
        assertThat(selector.select(key -> key.interestOps(WRITE))).isEqualTo(1);
        List<Integer> seen = new ArrayList<>();
        assertThat(selector.select(key -> seen.add(key.readyOps()))).isEqualTo(1);
        assertThat(seen).containsExactly(WRITE);
        readable.key().interestOps(0);
        assertThat(selector.select(key -> seen.add(-1), 50)).isZero();
        assertThat(seen).hasSize(1);
    }

    @Test
    void anActionMayNarrowTheInterestOfAReadyKeyAfterIt() throws Exception {
        Selector selector = openSelector();
        Pair pair = connect();
        SelectionKey near = nonBlocking(pair.near()).register(selector, WRITE);
        SelectionKey far = nonBlocking(pair.far()).register(selector, WRITE);
        List<SelectionKey> given = new ArrayList<>();
        int count = selector.select(key -> {
            given.add(key);
            (key == near ? far : near).interestOps(0);
        });
        assertThat(count).isEqualTo(1);
        assertThat(given).hasSize(1);
    }

    @Test
    void anActionMayRegister() throws Exception {
        Selector selector = openSelector();
        Registered readable = readable(selector);
        Pair fresh = connect();
        nonBlocking(fresh.near());
        assertThat(selector.select(key -> {
                    try {
                        fresh.near().register(selector, WRITE);
                        key.interestOps(0);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }))
                .isEqualTo(1);
        assertThat(readable.key().interestOps()).isZero();
        assertThat(selector.select()).isEqualTo(1);
        assertThat(selector.selectedKeys()).containsExactly(fresh.near().keyFor(selector));
    }

    @Test
    void anActionThatClosesTheSelectorEndsTheSelection() throws Exception {
        Registered readable = readable(openSelector());
        Selector selector = readable.selector();
        assertThrown(
                ClosedSelectorException.class,
                () -> selector.select(key -> {
                    try {
                        selector.close();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }));
        assertThat(readable.key().isValid()).isFalse();
        assertThat(readable.near().isRegistered()).isFalse();
        assertThat(readText(readable.near(), 1)).isEqualTo("x");
    }

    @Test
    void aHalfClosedPeerIsReadable() throws Exception {
        Registered registered = registered(READ);
        registered.far().shutdownOutput();
        for (int i = 0; i < 3; i++) {
            assertThat(registered.selector().select()).isEqualTo(1);
            assertThat(registered.key().readyOps()).isEqualTo(READ);
            assertThat(registered.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
            registered.selector().selectedKeys().clear();
        }
    }

    @Test
    void aHalfClosedPeerCanStillBeWrittenTo() throws Exception {
        Registered registered = registered(READ | WRITE);
        registered.far().shutdownOutput();
        awaitReady(registered.selector(), registered.key(), READ | WRITE);
        assertThat(registered.near().write(bytes("x"))).isEqualTo(1);
        assertThat(readText(registered.far(), 1)).isEqualTo("x");
    }

    @Test
    void aClosedPeerIsReadable() throws Exception {
        Registered registered = registered(READ);
        registered.far().close();
        awaitReady(registered.selector(), registered.key(), READ);
        assertThat(registered.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void aHungUpPeerIsOfNoInterestToAKeyWithoutInterest() throws Exception {
        Registered registered = registered(READ);
        Selector selector = registered.selector();
        registered.far().write(bytes("x"));
        registered.far().close();
        awaitReady(selector, registered.key(), READ);
        selector.selectedKeys().clear();
        registered.key().interestOps(0);
        Background<Integer> waiting = background(() -> selector.select(PATIENCE.toMillis()));
        long before = cpuNanos(waiting.thread());
        waiting.staysBlocked();
        assertThat(cpuNanos(waiting.thread()) - before)
                .as("waits, and doesn't spin")
                .isLessThan(QUIET.toNanos() / 2);
        selector.wakeup();
        assertThat(waiting.get()).isZero();
        registered.key().interestOps(READ);
        assertThat(selector.select()).isEqualTo(1);
    }

    @Test
    void noRoomIsNotWritable() throws Exception {
        Pair pair = connectSmall();
        nonBlocking(pair.near());
        long total = fill(pair.near());
        SelectionKey key = pair.near().register(openSelector(), WRITE);
        assertThat(key.selector().select(QUIET.toMillis())).isZero();
        Background<ByteBuffer> reader = background(() -> readFully(pair.far(), (int) total));
        assertThat(key.selector().select(PATIENCE.toMillis())).isEqualTo(1);
        assertThat(key.isWritable()).isTrue();
        reader.get();
    }

    @Test
    void anUnboundListenerAndAnUnconnectedChannelMayBeRegistered() throws Exception {
        Selector selector = openSelector();
        ServerSocketChannel listener = nonBlocking(openListener());
        SelectionKey accept = listener.register(selector, SelectionKey.OP_ACCEPT);
        assertThat(selector.selectNow()).isZero();
        listener.bind(freeAddress());
        open().connect(listener.getLocalAddress());
        awaitReady(selector, accept, SelectionKey.OP_ACCEPT);
        assertThat(closing(listener.accept())).isNotNull();
    }
}
