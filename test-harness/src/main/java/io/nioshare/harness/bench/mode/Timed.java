package io.nioshare.harness.bench.mode;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Repeats something for a fixed time. */
public final class Timed {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Timed() {}

    /** Some operations. */
    public interface Step<E extends Exception> {
        /** Returns how many it were. */
        long run() throws E;
    }

    /** Measures; the thread's own CPU time isn't counted as load. */
    public static <E extends Exception> Measurement repeat(long nanos, Step<E> step) throws E {
        long operations = 0;
        long start = System.nanoTime();
        long elapsed;
        do {
            operations += step.run();
            elapsed = System.nanoTime() - start;
        } while (elapsed < nanos);
        return new Measurement(operations, elapsed);
    }

    /** Measures; the thread's own CPU time is the load's. */
    public static <E extends Exception> Measurement repeatAsLoad(long nanos, Step<E> step) throws E {
        long cpu = THREADS.getCurrentThreadCpuTime();
        Measurement result = repeat(nanos, step);
        return result.withLoad(THREADS.getCurrentThreadCpuTime() - cpu);
    }
}
