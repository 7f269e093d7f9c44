package io.nioshare.harness.bench;

import io.nioshare.harness.bench.mode.Load;
import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Mode;
import io.nioshare.harness.bench.mode.Remote;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One mode in one measured JVM. */
final class Trial implements AutoCloseable {
    private static final long LIMIT_SECONDS = 600;

    /** Where each process does every other operation, of fewer it may have done one more than the other. */
    private static final int ENOUGH_TO_COUNT = 50;

    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "watchdog");
        thread.setDaemon(true);
        return thread;
    });

    /** Starts a mode in a measured JVM and connects its load. On failure the JVM is no more. */
    Running start(Subject subject, Mode mode) throws IOException {
        Future<?> guard = watchdog.schedule(subject::kill, LIMIT_SECONDS, TimeUnit.SECONDS);
        try {
            int port = subject.begin(mode);
            return new Running(subject, connect(subject, mode, port), guard);
        } catch (IOException e) {
            guard.cancel(false);
            IOException failure = subject.failure(e);
            subject.close();
            throw failure;
        }
    }

    /** A load at work on a measured JVM. */
    static final class Running implements AutoCloseable {
        private final Subject subject;
        private final Load load;
        private final Future<?> guard;
        private final GroupCpu cpu;
        private Measurement sum = new Measurement(0, 0);

        private Running(Subject subject, Load load, Future<?> guard) {
            this.subject = subject;
            this.load = load;
            this.guard = guard;
            cpu = new GroupCpu(subject.process());
        }

        void warmUp(long nanos) throws IOException {
            run(nanos);
        }

        /** Goes on measuring. */
        void measure(long nanos) throws IOException {
            long before = cpu.nanos();
            Measurement result = run(nanos);
            sum = sum.plus(result.withCpu(cpu.nanos() - before));
        }

        /** All that was measured so far. */
        Measurement sum() {
            return sum;
        }

        private Measurement run(long nanos) throws IOException {
            try {
                return load.run(nanos);
            } catch (IOException e) {
                throw subject.failure(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                // Before the load goes: what the end costs isn't measured, and the JDK's selector crashes there under
                // Wine.
                subject.close();
                load.close();
            } finally {
                guard.cancel(false);
            }
        }
    }

    /** Counts the native calls of one operation, by their functions; the subject can go on with another mode. */
    Map<String, Double> countCalls(Subject subject, Mode mode, long warmUpNanos, long nanos) throws IOException {
        Future<?> guard = watchdog.schedule(subject::kill, LIMIT_SECONDS, TimeUnit.SECONDS);
        try {
            Map<String, Double> calls;
            try (Load load = connect(subject, mode, subject.begin(mode))) {
                load.run(warmUpNanos);
                calls = countCalls(subject, load, mode.processes(), nanos);
                // Before the load goes: thousands of connections that end at once keep Wine's server busy for minutes.
                subject.finish();
            }
            return calls;
        } catch (IOException e) {
            throw subject.failure(e);
        } finally {
            guard.cancel(false);
        }
    }

    private static Map<String, Double> countCalls(Subject subject, Load load, int processes, long nanos)
            throws IOException {
        Map<String, Long> before = subject.calls();
        long operations = 0;
        while (operations < ENOUGH_TO_COUNT) {
            operations += load.run(nanos).operations();
        }
        Map<String, Double> calls = new HashMap<>();
        for (Map.Entry<String, Long> call : subject.calls().entrySet()) {
            long made = call.getValue() - before.getOrDefault(call.getKey(), 0L);
            if (made > 0) {
                // One process was asked; the others did as much.
                calls.put(call.getKey(), (double) made * processes / operations);
            }
        }
        return calls;
    }

    private static Load connect(Subject subject, Mode mode, int port) throws IOException {
        var remote = new SubjectRemote(subject, port);
        return mode.load().isPresent() ? mode.load().get().connect(remote) : remote;
    }

    /** The workload; as a load, when it is its own. */
    private record SubjectRemote(Subject subject, int port) implements Remote, Load {
        @Override
        public Measurement run(long nanos) throws IOException {
            return subject.run(nanos);
        }

        @Override
        public void close() {}
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
    }
}
