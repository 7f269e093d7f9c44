package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A selector while one thread selects and others register, change, cancel, wake up and close. */
@Tag("slow")
abstract class SelectorConcurrencyContract extends ContractTest {

    private static final int READ = SelectionKey.OP_READ;
    private static final int WRITE = SelectionKey.OP_WRITE;
    private static final int REGISTRATIONS = 3_000;

    /** How soon something is done that isn't to wait for a selection. */
    private static final long AT_ONCE_NANOS = 2_000_000_000L;

    private SelectionKey register(Selector selector, SocketChannel channel, int operations) throws IOException {
        return nonBlocking(channel).register(selector, operations);
    }

    private Background<Integer> selecting(Selector selector) throws Exception {
        return background(selector::select).awaitBlocked();
    }

    private void assertAtOnce(Runnable action) {
        long start = System.nanoTime();
        action.run();
        assertThat(System.nanoTime() - start).as("did not wait").isLessThan(AT_ONCE_NANOS);
    }

    @Test
    void aSelectionHoldsTheSelectorAndItsSelectedKeys() throws Exception {
        Selector selector = openSelector();
        Pair pair = connect();
        nonBlocking(pair.near()).register(selector, SelectionKey.OP_WRITE);
        int count = selector.select(key -> {
            assertThat(Thread.holdsLock(selector)).isTrue();
            assertThat(Thread.holdsLock(selector.selectedKeys())).isTrue();
            assertThat(Thread.holdsLock(selector.keys())).isFalse();
        });
        assertThat(count).isEqualTo(1);
    }

    @Test
    void registeringIsNoMatterOfWhoCancelsMeanwhile() throws Exception {
        Selector selector = openSelector();
        SocketChannel channel = nonBlocking(connect().near());
        AtomicBoolean done = new AtomicBoolean();
        Background<Void> cancelling = background(() -> {
            while (!done.get()) {
                selector.keys().forEach(SelectionKey::cancel);
            }
            return null;
        });
        for (int i = 0; i < REGISTRATIONS; i++) {
            channel.register(selector, READ).cancel();
            do {
                selector.selectNow();
            } while (!selector.keys().isEmpty());
            assertThat(channel.isRegistered()).isFalse();
        }
        done.set(true);
        cancelling.get();
    }

    @Test
    void keysAreIteratedUnderTheirMonitorDuringASelection() throws Exception {
        Selector selector = openSelector();
        SelectionKey key = nonBlocking(connect().near()).register(selector, SelectionKey.OP_READ);
        Background<Integer> selecting = background(() -> selector.select()).awaitBlocked();
        Background<SelectionKey> iterating = background(() -> {
            synchronized (selector.keys()) {
                return selector.keys().iterator().next();
            }
        });
        assertThat(iterating.get()).isSameAs(key);
        selector.wakeup();
        selecting.get();
    }

    @Test
    void wakeupEndsASelection() throws Exception {
        Selector selector = openSelector();
        register(selector, connect().near(), READ);
        Background<Integer> waiting = selecting(selector);
        assertThat(selector.wakeup()).isSameAs(selector);
        assertThat(waiting.get()).isZero();
        assertThat(selector.isOpen()).isTrue();
    }

    @Test
    void wakeupEndsATimedSelectionAndOneWithAnAction() throws Exception {
        Selector selector = openSelector();
        Background<Integer> timed = background(() -> selector.select(60_000)).awaitBlocked();
        selector.wakeup();
        assertThat(timed.get()).isZero();
        Background<Integer> withAction =
                background(() -> selector.select(key -> {})).awaitBlocked();
        selector.wakeup();
        assertThat(withAction.get()).isZero();
    }

    @Test
    void noWakeupIsLost() throws Exception {
        Selector selector = openSelector();
        AtomicInteger rounds = new AtomicInteger();
        Background<Void> waiting = background(() -> {
            for (int i = 0; i < 2000; i++) {
                selector.select();
                rounds.incrementAndGet();
            }
            return null;
        });
        for (int i = 0; i < 2000; i++) {
            selector.wakeup();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (rounds.get() <= i) {
                assertThat(System.nanoTime()).as("wakeup %s was lost", i).isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
        waiting.get();
    }

    @Test
    void interruptEndsASelectionAndStays() throws Exception {
        Selector selector = openSelector();
        register(selector, connect().near(), READ);
        Background<Integer> waiting = selecting(selector);
        waiting.thread().interrupt();
        assertThat(waiting.get()).isZero();
        assertThat(waiting.endedInterrupted()).isTrue();
        assertThat(selector.isOpen()).as("an interrupt closes no selector").isTrue();
    }

    @Test
    void interruptBeforeASelectionEndsIt() throws Exception {
        Selector selector = openSelector();
        register(selector, connect().near(), READ);
        Background<Integer> waiting = background(() -> {
            Thread.currentThread().interrupt();
            assertThat(selector.select()).isZero();
            assertThat(selector.select(60_000)).isZero();
            return selector.select(key -> {});
        });
        assertThat(waiting.get()).isZero();
        assertThat(waiting.endedInterrupted()).isTrue();
        assertThat(selector.isOpen()).isTrue();
    }

    @Test
    void closeEndsASelection() throws Exception {
        Selector selector = openSelector();
        Background<Integer> waiting = selecting(selector);
        selector.close();
        // Closed before or after it was woken: the contract leaves open which.
        waiting.join();
        assertThat(selector.isOpen()).isFalse();
        assertThrown(ClosedSelectorException.class, selector::selectNow);
    }

    @Test
    void closeEndsASelectionWithPollsPending() throws Exception {
        Selector selector = openSelector();
        Pair pair = connect();
        SelectionKey key = register(selector, pair.near(), READ);
        Background<Integer> waiting = selecting(selector);
        selector.close();
        waiting.join();
        assertThat(key.isValid()).isFalse();
        assertThat(pair.near().isRegistered()).isFalse();
    }

    @Test
    void registeringDoesNotWaitForASelection() throws Exception {
        Selector selector = openSelector();
        Background<Integer> waiting = selecting(selector);
        SocketChannel channel = nonBlocking(connect().near());
        Background<SelectionKey> registering = background(() -> channel.register(selector, WRITE));
        SelectionKey key = registering.get();
        assertThat(key.isValid()).isTrue();
        assertThat(selector.keys()).contains(key);
        selector.wakeup();
        waiting.get();
        awaitReady(selector, key, WRITE);
    }

    @Test
    void changingInterestDoesNotWaitForASelection() throws Exception {
        Selector selector = openSelector();
        SelectionKey key = register(selector, connect().near(), READ);
        Background<Integer> waiting = selecting(selector);
        assertAtOnce(() -> key.interestOps(WRITE));
        assertAtOnce(() -> key.interestOpsOr(READ));
        assertAtOnce(() -> key.interestOpsAnd(WRITE));
        assertThat(key.interestOps()).isEqualTo(WRITE);
        selector.wakeup();
        waiting.get();
        awaitReady(selector, key, WRITE);
    }

    @Test
    void cancellingDoesNotWaitForASelection() throws Exception {
        Selector selector = openSelector();
        Pair pair = connect();
        SelectionKey key = register(selector, pair.near(), READ);
        Background<Integer> waiting = selecting(selector);
        assertAtOnce(key::cancel);
        assertThat(key.isValid()).isFalse();
        pair.far().write(bytes("x"));
        selector.wakeup();
        assertThat(waiting.get()).isZero();
        selector.selectNow();
        assertThat(selector.keys()).isEmpty();
        assertThat(selector.selectedKeys()).isEmpty();
    }

    @Test
    void closingAChannelDoesNotWaitForASelection() throws Exception {
        Selector selector = openSelector();
        Foreign pair = connectForeign();
        SelectionKey key = register(selector, pair.near(), READ);
        Background<Integer> waiting = selecting(selector);
        long start = System.nanoTime();
        pair.near().close();
        assertThat(System.nanoTime() - start).isLessThan(AT_ONCE_NANOS);
        assertThat(key.isValid()).isFalse();
        // The peer learns of it though the selection goes on.
        assertThat(pair.far().getInputStream().read()).isEqualTo(-1);
        selector.wakeup();
        assertThat(waiting.get()).isZero();
        selector.selectNow();
        assertThat(selector.keys()).isEmpty();
    }

    @Test
    void keySetsMayBeReadDuringASelection() throws Exception {
        Selector selector = openSelector();
        SelectionKey key = register(selector, connect().near(), READ);
        Background<Integer> waiting = selecting(selector);
        assertThat(background(() -> Set.copyOf(selector.keys())).get()).containsExactly(key);
        assertThat(background(selector::isOpen).get()).isTrue();
        selector.wakeup();
        waiting.get();
    }

    @Test
    void aSecondSelectionWaitsForTheFirst() throws Exception {
        Selector selector = openSelector();
        Background<Integer> first = selecting(selector);
        Background<Integer> second = background(selector::selectNow);
        second.staysBlocked();
        selector.wakeup();
        assertThat(first.get()).isZero();
        assertThat(second.get()).isZero();
    }

    @Test
    void aSelectionHoldsItsSetsAsDocumented() throws Exception {
        Selector selector = openSelector();
        Background<Integer> waiting = selecting(selector);
        for (Object monitor : new Object[] {selector, selector.selectedKeys()}) {
            Background<Boolean> other = background(() -> {
                synchronized (monitor) {
                    return true;
                }
            });
            other.staysBlocked();
        }
        selector.wakeup();
        waiting.get();
    }

    @Test
    void aSelectionWaitsForWhoeverHoldsASet() throws Exception {
        Selector selector = openSelector();
        SelectionKey key = register(selector, connect().near(), WRITE);
        awaitReady(selector, key, WRITE);
        Background<Integer> waiting;
        synchronized (selector.selectedKeys()) {
            waiting = background(selector::selectNow);
            waiting.staysBlocked();
            assertThat(selector.selectedKeys()).containsExactly(key);
        }
        waiting.get();
    }

    @Test
    void dataEndsASelection() throws Exception {
        Selector selector = openSelector();
        Pair pair = connect();
        SelectionKey key = register(selector, pair.near(), READ);
        for (int i = 0; i < 20; i++) {
            Background<Integer> waiting = selecting(selector);
            pair.far().write(bytes("x"));
            assertThat(waiting.get()).isEqualTo(1);
            assertThat(selector.selectedKeys()).containsExactly(key);
            selector.selectedKeys().clear();
            pair.near().read(ByteBuffer.allocate(10));
        }
    }

    @Test
    void aConnectionEndsASelection() throws Exception {
        Selector selector = openSelector();
        ServerSocketChannel listener = nonBlocking(listen());
        listener.register(selector, SelectionKey.OP_ACCEPT);
        Background<Integer> waiting = selecting(selector);
        open().connect(listener.getLocalAddress());
        assertThat(waiting.get()).isEqualTo(1);
        assertThat(closing(listener.accept())).isNotNull();
    }

    @Test
    void aConnectStartedDuringASelectionIsSeen() throws Exception {
        ServerSocketChannel listener = listen();
        Selector selector = openSelector();
        SocketChannel channel = openNonBlocking();
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        // A new channel may count as hung up, which isn't connectable either.
        selector.selectNow();
        selector.selectedKeys().clear();
        Background<Integer> waiting = background(() -> selector.select(PATIENCE.toMillis()));
        waiting.staysBlocked();
        if (channel.connect(listener.getLocalAddress())) {
            selector.wakeup();
        }
        waiting.get();
        if (!channel.isConnected()) {
            assertThat(key.isConnectable()).isTrue();
            assertThat(channel.finishConnect()).isTrue();
        }
    }

    @Test
    void aBindDuringASelectionIsSeen() throws Exception {
        Selector selector = openSelector();
        ServerSocketChannel listener = nonBlocking(openListener());
        listener.register(selector, SelectionKey.OP_ACCEPT);
        Background<Integer> waiting = background(() -> selector.select(PATIENCE.toMillis()));
        waiting.staysBlocked();
        listener.bind(freeAddress());
        open().connect(listener.getLocalAddress());
        assertThat(waiting.get()).isEqualTo(1);
        assertThat(closing(listener.accept())).isNotNull();
    }

    @Test
    void selectionsOfTwoSelectorsDoNotHinderEachOther() throws Exception {
        Selector first = openSelector();
        Selector second = openSelector();
        Pair pair = connect();
        register(first, pair.near(), READ);
        register(second, pair.far(), READ);
        Background<Integer> one = selecting(first);
        Background<Integer> two = selecting(second);
        pair.near().write(bytes("x"));
        assertThat(two.get()).isEqualTo(1);
        one.staysBlocked();
        pair.far().write(bytes("x"));
        assertThat(one.get()).isEqualTo(1);
    }

    @Test
    void interestFlipsFromAnotherThread() throws Exception {
        Selector selector = openSelector();
        Pair pair = connect();
        SelectionKey key = register(selector, pair.near(), 0);
        Background<Integer> selections = background(() -> {
            int writable = 0;
            while (writable < 200) {
                if (selector.select(PATIENCE.toMillis()) == 0 && !key.isValid()) {
                    return -1;
                }
                if (selector.selectedKeys().remove(key) && (key.interestOps() & WRITE) != 0) {
                    key.interestOpsAnd(~WRITE);
                    writable++;
                }
            }
            return writable;
        });
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!selections.isDone()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            key.interestOpsOr(WRITE);
            selector.wakeup();
            Thread.yield();
        }
        assertThat(selections.get()).isEqualTo(200);
    }

    @Test
    void aNumberThatIsUsedAgainAtOnceIsAnotherChannel() throws Exception {
        Selector selector = openSelector();
        ServerSocketChannel listener = listen();
        Background<Void> waiting = background(() -> {
            try {
                while (true) {
                    selector.select();
                    for (SelectionKey key : selector.selectedKeys()) {
                        if (key.isValid() && key.attachment() == null) {
                            throw new AssertionError("an event of another channel");
                        }
                    }
                    selector.selectedKeys().clear();
                }
            } catch (ClosedSelectorException | CancelledKeyException closed) {
                return null;
            }
        });
        for (int i = 0; i < 200; i++) {
            Pair pair = connect(listener);
            register(selector, pair.near(), READ).attach(this);
            pair.far().write(bytes("x"));
            pair.near().close();
            pair.far().close();
            // Most likely with the descriptor that has just been closed; nothing ever comes here.
            SocketChannel quiet = connect(listener).near();
            SelectionKey key = register(selector, quiet, READ);
            assertThat(waiting.isDone()).isFalse();
            key.cancel();
            quiet.close();
        }
        dispose(selector);
        if (selector.isOpen()) {
            selector.close();
        }
        waiting.get();
    }
}
