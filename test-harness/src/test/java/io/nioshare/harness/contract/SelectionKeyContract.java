package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Keys: interest, readiness, attachments, and their end. */
abstract class SelectionKeyContract extends ContractTest {

    private static final int READ = SelectionKey.OP_READ;
    private static final int WRITE = SelectionKey.OP_WRITE;
    private static final int CONNECT = SelectionKey.OP_CONNECT;
    private static final int ACCEPT = SelectionKey.OP_ACCEPT;

    private SelectionKey key(int operations) throws Exception {
        return nonBlocking(connect().near()).register(openSelector(), operations);
    }

    private static void assertCancelled(SelectionKey key) {
        assertThat(key.isValid()).isFalse();
        ThrowingCallable[] calls = {
            key::interestOps,
            () -> key.interestOps(READ),
            () -> key.interestOps(ACCEPT),
            () -> key.interestOpsOr(READ),
            () -> key.interestOpsAnd(READ),
            key::readyOps,
            key::isReadable,
            key::isWritable,
            key::isConnectable,
            key::isAcceptable
        };
        for (ThrowingCallable call : calls) {
            assertThrown(CancelledKeyException.class, call);
        }
    }

    @Test
    void interestIsWhatWasSet() throws Exception {
        SelectionKey key = key(0);
        for (int operations : new int[] {0, READ, WRITE, CONNECT, READ | WRITE, READ | WRITE | CONNECT, 0}) {
            assertThat(key.interestOps(operations)).isSameAs(key);
            assertThat(key.interestOps()).isEqualTo(operations);
        }
    }

    @Test
    void interestOpsOrAndAndReturnWhatWasBefore() throws Exception {
        SelectionKey key = key(READ);
        assertThat(key.interestOpsOr(WRITE)).isEqualTo(READ);
        assertThat(key.interestOps()).isEqualTo(READ | WRITE);
        assertThat(key.interestOpsOr(WRITE)).isEqualTo(READ | WRITE);
        assertThat(key.interestOpsAnd(~READ)).isEqualTo(READ | WRITE);
        assertThat(key.interestOps()).isEqualTo(WRITE);
        assertThat(key.interestOpsAnd(0)).isEqualTo(WRITE);
        assertThat(key.interestOps()).isZero();
    }

    @Test
    void operationsOfOtherChannelsAreRefused() throws Exception {
        SelectionKey key = key(READ);
        for (int wrong : new int[] {ACCEPT, ACCEPT | READ, 1 << 1, 1 << 10, -1}) {
            assertThrown(IllegalArgumentException.class, () -> key.interestOps(wrong));
            assertThrown(IllegalArgumentException.class, () -> key.interestOpsOr(wrong));
        }
        assertThat(key.interestOps()).isEqualTo(READ);
        SelectionKey listening = nonBlocking(listen()).register(openSelector(), ACCEPT);
        assertThrown(IllegalArgumentException.class, () -> listening.interestOps(READ));
        assertThrown(IllegalArgumentException.class, () -> listening.interestOpsOr(CONNECT));
        // Nothing is added, so nothing is wrong.
        assertThat(key.interestOpsAnd(-1)).isEqualTo(READ);
    }

    @Test
    void interestTakesEffectAtTheNextSelection() throws Exception {
        SelectionKey key = key(WRITE);
        Selector selector = key.selector();
        assertThat(selector.select()).isEqualTo(1);
        key.interestOps(READ);
        assertThat(key.readyOps()).as("not touched by a change of interest").isEqualTo(WRITE);
        selector.selectedKeys().clear();
        assertThat(selector.selectNow()).isZero();
        key.interestOps(WRITE);
        assertThat(selector.select()).isEqualTo(1);
    }

    @Test
    void cancelledKeys() throws Exception {
        SelectionKey key = key(READ);
        key.attach("attachment");
        key.cancel();
        key.cancel();
        assertCancelled(key);
        assertThat(key.channel()).isNotNull();
        assertThat(key.selector()).isNotNull();
        assertThat(key.attachment()).isEqualTo("attachment");
        assertThat(key.selector().keys()).as("until the next selection").contains(key);
        key.selector().selectNow();
        assertThat(key.selector().keys()).isEmpty();
        assertCancelled(key);
        key.cancel();
    }

    @Test
    void cancelLeavesTheChannelAlone() throws Exception {
        Pair pair = connect();
        Selector selector = openSelector();
        nonBlocking(pair.near()).register(selector, READ).cancel();
        assertThat(pair.near().isRegistered()).as("until the next selection").isTrue();
        selector.selectNow();
        assertThat(pair.near().isRegistered()).isFalse();
        assertThat(pair.near().isOpen()).isTrue();
        pair.near().write(bytes("x"));
        assertThat(readText(pair.far(), 1)).isEqualTo("x");
    }

    @Test
    void closingTheChannelCancels() throws Exception {
        SelectionKey key = key(READ);
        key.channel().close();
        assertCancelled(key);
    }

    @Test
    void closingTheSelectorCancels() throws Exception {
        SelectionKey key = nonBlocking(listen()).register(openSelector(), ACCEPT);
        key.selector().close();
        assertCancelled(key);
        assertThat(key.channel().isRegistered()).isFalse();
        assertThat(key.channel().isOpen()).isTrue();
        key.cancel();
    }

    @Test
    void attachments() throws Exception {
        SelectionKey key = key(READ);
        assertThat(key.attachment()).isNull();
        assertThat(key.attach("first")).isNull();
        assertThat(key.attach("second")).isEqualTo("first");
        assertThat(key.attachment()).isEqualTo("second");
        assertThat(key.attach(null)).isEqualTo("second");
        assertThat(key.attachment()).isNull();
    }

    @Test
    void readinessByName() throws Exception {
        ServerSocketChannel listener = nonBlocking(listen());
        Selector selector = openSelector();
        SelectionKey accept = listener.register(selector, ACCEPT);
        SocketChannel channel = openNonBlocking();
        SelectionKey key = channel.register(selector, CONNECT);
        if (!channel.connect(listener.getLocalAddress())) {
            awaitReady(selector, key, CONNECT);
            assertThat(key.isConnectable()).isTrue();
            assertThat(key.isReadable()).isFalse();
            assertThat(key.isWritable()).isFalse();
            channel.finishConnect();
        }
        awaitReady(selector, accept, ACCEPT);
        assertThat(accept.isAcceptable()).isTrue();
        assertThat(accept.isReadable()).isFalse();
        assertThat(key.isAcceptable()).isFalse();
        selector.selectedKeys().clear();
        closing(listener.accept()).write(bytes("x"));
        key.interestOps(READ | WRITE);
        awaitReady(selector, key, READ | WRITE);
        assertThat(key.isReadable()).isTrue();
        assertThat(key.isWritable()).isTrue();
        assertThat(key.isConnectable()).isFalse();
    }
}
