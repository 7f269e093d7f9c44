package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.ShareableChannel;
import io.nioshare.harness.process.NativeWait;
import io.nioshare.harness.process.OpenDescriptors;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one channel waited with is used again by the next: neither wakes the other, and none is left open. */
class EndedWaitsTest extends HandOffTest {

    private static final int WARM_UP = 10;
    private static final int ROUNDS = 60;
    private static final int LIMIT_SECONDS = 20;

    /** How the wait before the next one ends. */
    enum End {
        DATA,
        CLOSE,
        INTERRUPT
    }

    private record Read(Thread thread, FutureTask<Integer> result) {
        int bytes() throws Exception {
            return result.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNextWaitsForItsOwnData(End end) throws Exception {
        Connection first = connect();
        Connection second = connect();
        for (int i = 0; i < WARM_UP; i++) {
            waitOneAfterTheOther(end, first, second);
        }
        int before = OpenDescriptors.count();
        for (int i = 0; i < ROUNDS; i++) {
            waitOneAfterTheOther(end, first, second);
        }
        assertThat(OpenDescriptors.count() - before).as("left open").isLessThan(ROUNDS / 2);
    }

    private static void waitOneAfterTheOther(End end, Connection first, Connection second) throws Exception {
        SocketChannel channel = importHere(first.channel());
        Read read = start(channel);
        if (end == End.DATA) {
            first.peer().send("!");
            assertThat(read.bytes()).isOne();
        } else {
            if (end == End.CLOSE) {
                channel.close();
            } else {
                read.thread.interrupt();
            }
            assertThatThrownBy(read::bytes).hasCauseInstanceOf(ClosedChannelException.class);
        }
        channel.close();

        SocketChannel next = importHere(second.channel());
        read = start(next);
        assertThat(read.result.isDone()).isFalse();
        second.peer().send("!");
        assertThat(read.bytes()).isOne();
        next.close();
    }

    private static SocketChannel importHere(SocketChannel channel) throws Exception {
        byte[] token =
                ShareableChannel.of(channel).exportTo(ProcessHandle.current().pid());
        return ShareableChannel.importFrom(token, SocketChannel.class);
    }

    /** Returns when it waits in the system. */
    private static Read start(SocketChannel channel) throws InterruptedException {
        FutureTask<Integer> result = new FutureTask<>(() -> channel.read(ByteBuffer.allocate(1)));
        Thread thread = new Thread(result, "reads");
        thread.setDaemon(true);
        thread.start();
        NativeWait.await(thread);
        return new Read(thread, result);
    }
}
