package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Registration and blocking mode. */
abstract class SelectableChannelContract extends ContractTest {

    /** A selector of no provider that the channels know. */
    private static final class StrangeChannel extends AbstractSelectableChannel {
        StrangeChannel(SelectorProvider provider) {
            super(provider);
        }

        @Override
        protected void implCloseSelectableChannel() {}

        @Override
        protected void implConfigureBlocking(boolean block) {}

        @Override
        public int validOps() {
            return SelectionKey.OP_READ;
        }
    }

    @Test
    void aBlockingChannelIsNotRegistered() throws Exception {
        Selector selector = openSelector();
        for (SelectableChannel channel : List.of(open(), listen())) {
            assertThrown(IllegalBlockingModeException.class, () -> channel.register(selector, channel.validOps()));
            assertThat(channel.isRegistered()).isFalse();
        }
        assertThat(selector.keys()).isEmpty();
    }

    @Test
    void operationsComeBeforeTheStateInRegister() throws Exception {
        Selector selector = openSelector();
        SocketChannel channel = open();
        ServerSocketChannel listener = listen();
        assertThrown(IllegalArgumentException.class, () -> channel.register(selector, SelectionKey.OP_ACCEPT));
        assertThrown(IllegalArgumentException.class, () -> listener.register(selector, SelectionKey.OP_READ));
        assertThrown(IllegalArgumentException.class, () -> channel.register(selector, 1 << 10));
        channel.close();
        assertThrown(IllegalArgumentException.class, () -> channel.register(selector, SelectionKey.OP_ACCEPT));
        assertThrown(ClosedChannelException.class, () -> channel.register(selector, SelectionKey.OP_READ));
    }

    @Test
    void noSelectorIsRefused() throws Exception {
        SocketChannel channel = openNonBlocking();
        assertThrown(NullPointerException.class, () -> channel.register(null, SelectionKey.OP_READ));
        assertThat(channel.isRegistered()).isFalse();
    }

    @Test
    void aClosedSelectorIsRefused() throws Exception {
        Selector selector = openSelector();
        selector.close();
        SocketChannel channel = openNonBlocking();
        assertThrown(ClosedSelectorException.class, () -> channel.register(selector, SelectionKey.OP_READ));
        assertThat(channel.isRegistered()).isFalse();
        assertThat(channel.keyFor(selector)).isNull();
    }

    @Test
    void aStrangersChannelIsRefused() throws Exception {
        Selector selector = openSelector();
        try (StrangeChannel channel = new StrangeChannel(subject.provider())) {
            channel.configureBlocking(false);
            assertThrown(IllegalSelectorException.class, () -> channel.register(selector, SelectionKey.OP_READ));
        }
        assertThat(selector.keys()).isEmpty();
    }

    @Test
    void aStrangersSelectorSaysWhatItWill() throws Exception {
        AbstractSelector strange = new AbstractSelector(subject.provider()) {
            @Override
            protected void implCloseSelector() {}

            @Override
            protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
                throw new IllegalSelectorException();
            }

            @Override
            public Set<SelectionKey> keys() {
                return Set.of();
            }

            @Override
            public Set<SelectionKey> selectedKeys() {
                return Set.of();
            }

            @Override
            public int selectNow() {
                return 0;
            }

            @Override
            public int select(long timeout) {
                return 0;
            }

            @Override
            public int select() {
                return 0;
            }

            @Override
            public Selector wakeup() {
                return this;
            }
        };
        SocketChannel channel = openNonBlocking();
        assertThrown(IllegalSelectorException.class, () -> channel.register(strange, SelectionKey.OP_READ));
        assertThat(channel.isRegistered()).isFalse();
        strange.close();
    }

    @Test
    void registering() throws Exception {
        Selector selector = openSelector();
        SocketChannel channel = openNonBlocking();
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ, "attachment");
        assertThat(key.channel()).isSameAs(channel);
        assertThat(key.selector()).isSameAs(selector);
        assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ);
        assertThat(key.readyOps()).isZero();
        assertThat(key.attachment()).isEqualTo("attachment");
        assertThat(key.isValid()).isTrue();
        assertThat(channel.isRegistered()).isTrue();
        assertThat(channel.keyFor(selector)).isSameAs(key);
        assertThat(channel.keyFor(openSelector())).isNull();
        assertThat(selector.keys()).containsExactly(key);
    }

    @Test
    void registeringAgainChangesTheKey() throws Exception {
        Selector selector = openSelector();
        SocketChannel channel = openNonBlocking();
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ, "old");
        assertThat(channel.register(selector, SelectionKey.OP_WRITE, "new")).isSameAs(key);
        assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_WRITE);
        assertThat(key.attachment()).isEqualTo("new");
        channel.register(selector, 0);
        assertThat(key.interestOps()).isZero();
        assertThat(key.attachment()).isNull();
        assertThat(selector.keys()).hasSize(1);
    }

    @Test
    void aCancelledKeyIsInTheWayUntilTheNextSelection() throws Exception {
        Selector selector = openSelector();
        SocketChannel channel = openNonBlocking();
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        key.cancel();
        assertThrown(CancelledKeyException.class, () -> channel.register(selector, SelectionKey.OP_READ));
        selector.selectNow();
        SelectionKey second = channel.register(selector, SelectionKey.OP_READ);
        assertThat(second).isNotSameAs(key);
        assertThat(second.isValid()).isTrue();
        assertThat(key.isValid()).isFalse();
        assertThat(channel.keyFor(selector)).isSameAs(second);
    }

    @Test
    void aRegisteredChannelDoesNotBlock() throws Exception {
        Selector selector = openSelector();
        SocketChannel channel = openNonBlocking();
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        assertThrown(IllegalBlockingModeException.class, () -> channel.configureBlocking(true));
        assertThat(channel.isBlocking()).isFalse();
        assertThat(channel.configureBlocking(false)).isSameAs(channel);
        key.cancel();
        channel.configureBlocking(true);
        assertThat(channel.isBlocking()).isTrue();
    }

    @Test
    void blockingAgainAndAgainBetweenRegistrations() throws Exception {
        Selector selector = openSelector();
        Pair pair = connect();
        for (int i = 0; i < 50; i++) {
            nonBlocking(pair.near());
            SelectionKey key = pair.near().register(selector, SelectionKey.OP_READ);
            pair.far().write(bytes("ab"));
            awaitReady(selector, key, SelectionKey.OP_READ);
            assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(1);
            key.cancel();
            pair.near().configureBlocking(true);
            assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(1);
            selector.selectNow();
            assertThat(selector.keys()).isEmpty();
            assertThat(selector.selectedKeys()).isEmpty();
        }
    }

    @Test
    void oneChannelInTwoSelectors() throws Exception {
        Selector first = openSelector();
        Selector second = openSelector();
        Pair pair = connect();
        nonBlocking(pair.near());
        SelectionKey reading = pair.near().register(first, SelectionKey.OP_READ);
        SelectionKey writing = pair.near().register(second, SelectionKey.OP_WRITE);
        assertThat(reading).isNotSameAs(writing);
        assertThat(second.select()).isEqualTo(1);
        assertThat(writing.readyOps()).isEqualTo(SelectionKey.OP_WRITE);
        assertThat(first.selectNow()).isZero();
        pair.far().write(bytes("x"));
        assertThat(first.select()).isEqualTo(1);
        assertThat(reading.readyOps()).isEqualTo(SelectionKey.OP_READ);
        reading.cancel();
        first.selectNow();
        assertThat(pair.near().isRegistered()).isTrue();
        assertThat(pair.near().keyFor(first)).isNull();
        assertThat(pair.near().keyFor(second)).isSameAs(writing);
    }

    @Test
    void oneChannelReadableInTwoSelectors() throws Exception {
        Selector first = openSelector();
        Selector second = openSelector();
        Pair pair = connect();
        nonBlocking(pair.near());
        SelectionKey one = pair.near().register(first, SelectionKey.OP_READ);
        SelectionKey two = pair.near().register(second, SelectionKey.OP_READ);
        Background<Integer> waiting = background(second::select).awaitBlocked();
        assertThat(first.selectNow()).isZero();
        pair.far().write(bytes("x"));
        assertThat(first.select()).isEqualTo(1);
        assertThat(waiting.get()).isEqualTo(1);
        assertThat(one.isReadable()).isTrue();
        assertThat(two.isReadable()).isTrue();
    }

    @Test
    void blockingLockIsOneObjectAndHeldByNobody() throws Exception {
        SocketChannel channel = open();
        Object lock = channel.blockingLock();
        assertThat(channel.blockingLock()).isSameAs(lock);
        synchronized (lock) {
            assertThat(background(channel::isBlocking).get()).isTrue();
        }
        nonBlocking(channel);
        assertThat(channel.blockingLock()).isSameAs(lock);
    }

    @Test
    void changingModeWaitsForACallInProgress() throws Exception {
        Pair pair = connect();
        Background<Integer> reader =
                background(() -> pair.near().read(ByteBuffer.allocate(1))).awaitBlocked();
        Background<Object> changer = background(() -> pair.near().configureBlocking(false));
        changer.staysBlocked();
        pair.far().write(bytes("x"));
        assertThat(reader.get()).isEqualTo(1);
        changer.get();
        assertThat(pair.near().isBlocking()).isFalse();
    }

    @Test
    void closingARegisteredChannelCancelsItsKeys() throws Exception {
        Selector selector = openSelector();
        Selector other = openSelector();
        SocketChannel channel = nonBlocking(connect().near());
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        SelectionKey otherKey = channel.register(other, SelectionKey.OP_READ);
        channel.close();
        assertThat(key.isValid()).isFalse();
        assertThat(otherKey.isValid()).isFalse();
        assertThat(selector.selectNow()).isZero();
        assertThat(selector.keys()).isEmpty();
        assertThat(other.selectNow()).isZero();
        assertThat(other.keys()).isEmpty();
        assertThat(channel.isRegistered()).isFalse();
    }
}
