package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Selectors that are closed while the kernel has polls of theirs, some of which complete just then: the kernel may
 * write to their memory until it has said that it won't. Not held against the JDK's provider, which ends the JVM by
 * this now and then under Wine.
 */
@Tag("slow")
class SelectorCyclesTest extends ContractTest {

    private static final int CYCLES = 1_000;
    private static final int CONNECTIONS = 8;

    @Test
    @Timeout(600)
    void aThousandSelectorsAreClosedWithPollsPending() throws IOException {
        ServerSocketChannel listener = listen();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            pairs.add(connect(listener));
            nonBlocking(pairs.get(i).near());
        }
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            Pair touched = pairs.get(cycle % CONNECTIONS);
            closeWithPollsPending(pairs, touched);
            readOne(touched);
        }
        assertAllAreReported(pairs);
    }

    /** Something arrives at one of the connections meanwhile. */
    private void closeWithPollsPending(List<Pair> pairs, Pair touched) throws IOException {
        Selector selector = subject.provider().openSelector();
        List<SelectionKey> keys = new ArrayList<>();
        for (Pair pair : pairs) {
            keys.add(pair.near().register(selector, SelectionKey.OP_READ));
        }
        assertThat(selector.selectNow()).as("nothing is there to read").isZero();
        touched.far().write(bytes("x"));
        selector.close();
        assertThat(keys).noneMatch(SelectionKey::isValid);
    }

    private static void readOne(Pair pair) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (buffer.hasRemaining()) {
            pair.near().read(buffer);
            assertThat(System.nanoTime()).as("the byte is still missing").isLessThan(deadline);
        }
    }

    private void assertAllAreReported(List<Pair> pairs) throws IOException {
        Selector selector = openSelector();
        for (Pair pair : pairs) {
            SelectionKey key = pair.near().register(selector, SelectionKey.OP_READ);
            pair.far().write(bytes("x"));
            awaitReady(selector, key, SelectionKey.OP_READ);
        }
    }
}
