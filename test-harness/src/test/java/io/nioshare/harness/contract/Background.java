package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.harness.process.NativeWait;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A call in a thread of its own, and how it ended. */
final class Background<T> {

    private static final int SAMPLE_MILLIS = 5;
    private static final int STILL_SAMPLES = 6;

    private final Thread thread;
    private final CountDownLatch done = new CountDownLatch(1);
    private T result;
    private Throwable thrown;
    private boolean interrupted;

    private Background(Callable<T> call) {
        thread = new Thread(() -> run(call), "background");
        thread.setDaemon(true);
    }

    static <T> Background<T> start(Callable<T> call) {
        Background<T> background = new Background<>(call);
        background.thread.start();
        return background;
    }

    private void run(Callable<T> call) {
        try {
            result = call.call();
        } catch (Throwable e) {
            thrown = e;
        } finally {
            interrupted = Thread.currentThread().isInterrupted();
            done.countDown();
        }
    }

    Thread thread() {
        return thread;
    }

    boolean isDone() {
        return done.getCount() == 0;
    }

    /** Waits until the thread has come to rest inside the kernel: a native call that it doesn't leave. */
    Background<T> awaitBlocked() throws InterruptedException {
        StackTraceElement[] last = {};
        int still = 0;
        long deadline = System.nanoTime() + ContractTest.PATIENCE.toNanos();
        while (still < STILL_SAMPLES) {
            assertThat(isDone())
                    .as("the call was to block, but ended: %s %s", result, thrown)
                    .isFalse();
            assertThat(System.nanoTime()).as("blocked in time").isLessThan(deadline);
            StackTraceElement[] now = thread.getStackTrace();
            boolean same = NativeWait.isNative(now) && Arrays.equals(now, last);
            still = same ? still + 1 : 0;
            last = now;
            Thread.sleep(SAMPLE_MILLIS);
        }
        return this;
    }

    /** Waits until the thread runs no more, be it for a monitor. */
    Background<T> awaitAtRest() throws InterruptedException {
        long deadline = System.nanoTime() + ContractTest.PATIENCE.toNanos();
        while (thread.getState() == Thread.State.NEW || thread.getState() == Thread.State.RUNNABLE) {
            assertThat(System.nanoTime()).as("at rest in time").isLessThan(deadline);
            Thread.sleep(SAMPLE_MILLIS);
        }
        return this;
    }

    /** What the call returned. */
    T get() throws InterruptedException {
        join();
        if (thrown != null) {
            throw new AssertionError("the call failed", thrown);
        }
        return result;
    }

    /** What the call threw. */
    Throwable thrown() throws InterruptedException {
        join();
        assertThat(thrown).as("the call returned %s instead of failing", result).isNotNull();
        return thrown;
    }

    /** Whether the thread's interrupt status was set when the call had ended. */
    boolean endedInterrupted() throws InterruptedException {
        join();
        return interrupted;
    }

    /** Asserts that the call doesn't end for a while. */
    void staysBlocked() throws InterruptedException {
        boolean ended = done.await(ContractTest.QUIET.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(ended)
                .as("the call was to go on waiting, but ended: %s %s", result, thrown)
                .isFalse();
    }

    void join() throws InterruptedException {
        if (!done.await(ContractTest.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            AssertionError stuck = new AssertionError("the call didn't end; its thread is at the cause's stack");
            Throwable where = new Throwable("stuck here");
            where.setStackTrace(thread.getStackTrace());
            stuck.initCause(where);
            throw stuck;
        }
    }
}
