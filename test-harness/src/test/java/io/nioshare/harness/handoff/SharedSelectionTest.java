package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.RemoteCall;
import io.nioshare.harness.process.RemoteObject;
import io.nioshare.harness.process.RemoteTask;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes select on one socket, which {@code WSAEventSelect} can't do. */
class SharedSelectionTest extends HandOffTest {

    private static final long LIMIT_MILLIS = 15_000;

    private Connection connection;
    private SocketChannel here;
    private RemoteObject<SocketChannel> there;
    private Selector selector;
    private RemoteObject<Selector> selectorThere;

    @BeforeEach
    void share() throws Exception {
        ChildJvm child = children.shared();
        connection = connect();
        here = connection.channel();
        there = share(here, child);
        here.configureBlocking(false);
        there.run(c -> c.configureBlocking(false));
        selector = Selector.open();
        selectorThere = child.keep(Selector::open);
    }

    @AfterEach
    void close() throws Exception {
        selector.close();
    }

    private void select(int operationsHere, int operationsThere) throws Exception {
        here.register(selector, operationsHere);
        RemoteTask<Selector> target = selectorThere.here();
        there.run(c -> c.register(target.run(), operationsThere));
    }

    private RemoteCall<Integer> selectThere() {
        return selectorThere.start(s -> {
            s.selectedKeys().clear();
            return s.select(LIMIT_MILLIS);
        });
    }

    private int selectHere() throws Exception {
        selector.selectedKeys().clear();
        return selector.select(LIMIT_MILLIS);
    }

    @Test
    void oneForReadingAndOneForWriting() throws Exception {
        int sent = there.<Long>call(Talk::fill).intValue();
        select(SelectionKey.OP_READ, SelectionKey.OP_WRITE);
        RemoteCall<Integer> writable = selectThere().awaitNativeWait();

        connection.peer().send("to read");
        assertThat(selectHere()).isEqualTo(1);
        assertThat(Talk.receive(here, 7)).isEqualTo("to read");
        assertThat(writable.isDone()).as("there is no room yet").isFalse();

        assertThat(connection.peer().receive(sent)).isEqualTo(Talk.filler(0, sent));
        assertThat(writable.get()).isEqualTo(1);
    }

    @Test
    void hereForWritingAndThereForReading() throws Exception {
        int sent = (int) Talk.fill(here);
        select(SelectionKey.OP_WRITE, SelectionKey.OP_READ);
        RemoteCall<Integer> readable = selectThere().awaitNativeWait();

        assertThat(selector.selectNow()).as("there is no room yet").isZero();
        assertThat(connection.peer().receive(sent)).isEqualTo(Talk.filler(0, sent));
        assertThat(selectHere()).isEqualTo(1);
        assertThat(readable.isDone()).as("there is nothing to read yet").isFalse();

        connection.peer().send("to read");
        assertThat(readable.get()).isEqualTo(1);
        assertThatObject(there.call(c -> Talk.receive(c, 7))).isEqualTo("to read");
    }

    @Test
    void bothForReading() throws Exception {
        select(SelectionKey.OP_READ, SelectionKey.OP_READ);
        RemoteCall<Integer> readable = selectThere().awaitNativeWait();
        connection.peer().send("data");
        assertThat(selectHere()).as("keys here").isEqualTo(1);
        assertThat(readable.get()).as("keys there").isEqualTo(1);

        assertThat(Talk.receive(here, 4)).isEqualTo("data");
        assertThatObject(there.call(c -> c.read(ByteBuffer.allocate(1))))
                .as("read by the other one")
                .isEqualTo(0);
    }

    /** A poll of one process neither takes nor ends the other's, however often. */
    @Test
    void inTurnManyTimes() throws Exception {
        select(SelectionKey.OP_READ, SelectionKey.OP_READ);
        for (int round = 0; round < 30; round++) {
            RemoteCall<Integer> readable = selectThere().awaitNativeWait();
            connection.peer().send("x");
            assertThat(selectHere()).isEqualTo(1);
            assertThat(readable.get()).isEqualTo(1);
            if (round % 2 == 0) {
                assertThat(Talk.receive(here, 1)).isEqualTo("x");
            } else {
                assertThatObject(there.call(c -> Talk.receive(c, 1))).isEqualTo("x");
            }
            assertThat(selector.selectNow()).isZero();
        }
    }

    @Test
    void bothSeeTheEnd() throws Exception {
        select(SelectionKey.OP_READ, SelectionKey.OP_READ);
        RemoteCall<Integer> readable = selectThere().awaitNativeWait();
        connection.peer().close();
        assertThat(selectHere()).isEqualTo(1);
        assertThat(readable.get()).isEqualTo(1);
        assertThat(here.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThatObject(there.call(c -> c.read(ByteBuffer.allocate(1)))).isEqualTo(-1);
    }

    /** A key that is cancelled in one process, and a channel closed there, don't touch the other's. */
    @Test
    void theOtherProcessGoesAway() throws Exception {
        select(SelectionKey.OP_READ, SelectionKey.OP_READ);
        RemoteCall<Integer> gone = selectThere().awaitNativeWait();
        there.close();
        connection.peer().send("data");
        assertThat(selectHere()).isEqualTo(1);
        assertThat(Talk.receive(here, 4)).isEqualTo("data");
        selectorThere.run(Selector::wakeup);
        assertThat(gone.get()).isZero();
    }
}
