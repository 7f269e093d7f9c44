package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Channels that are ready again and again, each time that they are looked at. */
abstract class BusyChannelsContract extends DatagramContractTest {

    private SelectionKey reading(Selector selector, SelectableChannel channel) throws IOException {
        return nonBlocking(channel).register(selector, SelectionKey.OP_READ);
    }

    /** The key of a connection with one byte to read. */
    private SelectionKey readable(Selector selector) throws IOException {
        Pair pair = connect();
        pair.far().write(ByteBuffer.allocate(1));
        return reading(selector, pair.near());
    }

    /** Selects until these keys, and perhaps others, have been selected by one selection. */
    private static void awaitTogether(Selector selector, SelectionKey... keys) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Set<SelectionKey> selected = new HashSet<>();
        while (!selected.containsAll(Set.of(keys))) {
            assertThat(System.nanoTime()).as("time is over").isLessThan(deadline);
            selector.select(QUIET.toMillis());
            selected = new HashSet<>(selector.selectedKeys());
            selector.selectedKeys().clear();
        }
    }

    @Test
    void aStreamIsFollowedToItsEnd() throws Exception {
        Selector selector = openSelector();
        Pair pair = connect();
        SelectionKey key = reading(selector, pair.near());
        int length = 60;
        pair.far().write(ByteBuffer.allocate(length));
        pair.far().close();
        ByteBuffer octet = ByteBuffer.allocate(1);
        for (int i = 0; i < length; i++) {
            awaitTogether(selector, key);
            octet.clear();
            assertThat(pair.near().read(octet)).as("octet " + i).isEqualTo(1);
        }
        awaitTogether(selector, key);
        octet.clear();
        assertThat(pair.near().read(octet)).isEqualTo(-1);
    }

    @Test
    void silenceIsSilenceAfterMuch() throws Exception {
        Selector selector = openSelector();
        Pair pair = connect();
        SelectionKey key = reading(selector, pair.near());
        for (int round = 0; round < 5; round++) {
            pair.far().write(ByteBuffer.allocate(3));
            for (int i = 0; i < 3; i++) {
                awaitTogether(selector, key);
                readFully(pair.near(), 1);
            }
            assertThat(selector.selectNow()).isZero();
            assertThat(selector.select(QUIET.toMillis())).isZero();
        }
    }

    @Test
    void whoIsAlwaysReadyHidesNobody() throws Exception {
        Selector selector = openSelector();
        SelectionKey busyKey = readable(selector);
        Pair other = connect();
        SelectionKey otherKey = reading(selector, other.near());
        for (int i = 0; i < 10; i++) {
            awaitTogether(selector, busyKey);
        }
        other.far().write(ByteBuffer.allocate(1));
        awaitTogether(selector, busyKey, otherKey);
        awaitTogether(selector, busyKey, otherKey);
        readFully(other.near(), 1);
        other.far().close();
        awaitTogether(selector, busyKey, otherKey);
        assertThat(other.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void writingIsSeenBesideReading() throws Exception {
        Selector selector = openSelector();
        SelectionKey key = readable(selector);
        awaitTogether(selector, key);
        awaitTogether(selector, key);
        key.interestOpsOr(SelectionKey.OP_WRITE);
        assertThat(selector.select()).isEqualTo(1);
        assertThat(key.readyOps()).isEqualTo(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    @Test
    void eachDatagramIsSeenAnEmptyOneToo() throws Exception {
        DatagramChannel near = bound();
        DatagramChannel far = bound();
        Selector selector = openSelector();
        SelectionKey key = reading(selector, near);
        List<Integer> lengths = new ArrayList<>();
        for (int length : new int[] {5, 0, 0, 7, 0}) {
            // Where it is connected the JDK sends no empty datagram on Linux.
            far.send(ByteBuffer.allocate(length), near.getLocalAddress());
        }
        for (int i = 0; i < 5; i++) {
            awaitTogether(selector, key);
            ByteBuffer buffer = ByteBuffer.allocate(16);
            assertThat(near.receive(buffer)).as("datagram " + i).isNotNull();
            lengths.add(buffer.position());
        }
        assertThat(lengths).containsExactly(5, 0, 0, 7, 0);
        assertThat(selector.selectNow()).isZero();
    }
}
