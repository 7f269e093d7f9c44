package io.nioshare.provider.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlatformThreadsTest {

    @Test
    void anotherThreadMakesTheCall() throws Exception {
        AtomicReference<Thread> caller = new AtomicReference<>();

        PlatformThreads.run(() -> caller.set(Thread.currentThread()));

        assertThat(caller.get()).isNotNull().isNotSameAs(Thread.currentThread());
        assertThat(caller.get().isDaemon()).isTrue();
        assertThat(caller.get().getContextClassLoader()).isNull();
    }

    static Throwable[] failures() {
        return new Throwable[] {new EOFException(), new IllegalStateException(), new StackOverflowError()};
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatTheCallThrowsIsThrown(Throwable failure) {
        assertThatThrownBy(() -> PlatformThreads.run(() -> {
                    if (failure instanceof Error e) {
                        throw e;
                    }
                    if (failure instanceof RuntimeException e) {
                        throw e;
                    }
                    throw (EOFException) failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void anInterruptIsSeenAfterTheCall() throws Exception {
        Thread waiting = Thread.currentThread();
        CountDownLatch interrupted = new CountDownLatch(1);
        new Thread(() -> {
                    while (waiting.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                    waiting.interrupt();
                    interrupted.countDown();
                })
                .start();
        boolean[] done = new boolean[1];

        PlatformThreads.run(() -> {
            try {
                interrupted.await();
                Thread.sleep(20);
                done[0] = true;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(done[0]).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }
}
