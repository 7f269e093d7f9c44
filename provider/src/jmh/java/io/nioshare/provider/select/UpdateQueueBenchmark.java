package io.nioshare.provider.select;

import io.nioshare.provider.windows.afd.SwiftSelector;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Keys whose interest changes: into the queue and out of it; and all the way to the kernel and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UpdateQueueBenchmark {
    private static final int KEYS = 64;

    private final UpdateQueue queue = new UpdateQueue();
    private SwiftSelector idle;
    private ShareableKey[] keys;

    @Setup
    public void open() throws IOException {
        idle = new SwiftSelector(KEYS, 0);
        keys = idle.keys().toArray(ShareableKey[]::new);
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public int queue() {
        for (ShareableKey key : keys) {
            queue.add(key);
        }
        int polled = 0;
        while (queue.poll() != null) {
            polled++;
        }
        return polled;
    }

    @Benchmark
    @OperationsPerInvocation(2 * KEYS)
    public int flip() throws IOException {
        return flipTo(SelectionKey.OP_READ | SelectionKey.OP_WRITE) + flipTo(SelectionKey.OP_READ);
    }

    private int flipTo(int operations) throws IOException {
        for (ShareableKey key : keys) {
            key.interestOps(operations);
        }
        return idle.selector().selectNow();
    }
}
