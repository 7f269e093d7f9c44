package io.nioshare.harness.bench.workload;

import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Workload;
import java.io.IOException;
import java.nio.channels.Selector;

/** Two threads in select, each of which wakes the other whenever it was woken. */
public final class Wakeups implements Workload {
    private final Selector left = Selector.open();
    private final Selector right = Selector.open();
    private final Thread answering;
    private volatile boolean closed;

    public Wakeups() throws IOException {
        answering = Background.start("right", this::answer);
    }

    private void answer() throws IOException {
        while (!closed) {
            right.select();
            left.wakeup();
        }
    }

    @Override
    public Measurement run(long nanos) throws IOException {
        long start = System.nanoTime();
        long woken = 0;
        long elapsed;
        do {
            right.wakeup();
            left.select();
            woken += 2;
            elapsed = System.nanoTime() - start;
        } while (elapsed < nanos);
        return new Measurement(woken, elapsed);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        right.wakeup();
        Background.await(answering);
        left.close();
        right.close();
    }
}
