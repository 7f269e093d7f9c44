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

    /** What is done with a load once it is connected. */
    private interface Use<T> {
        T use(Load load) throws IOException;
    }

    /** Warms up for so long, then measures for so long. */
    Measurement measure(Subject subject, Mode mode, long warmUpNanos, long nanos) throws IOException {
        return with(subject, mode, load -> {
            if (mode.unit().warmsUp()) {
                load.run(warmUpNanos);
            }
            var cpu = new GroupCpu(subject.process());
            long before = cpu.nanos();
            Measurement result = load.run(nanos);
            result = result.withCpu(cpu.nanos() - before);
            // Before the load goes: what the end costs isn't measured, and the JDK's selector crashes there under Wine.
            subject.close();
            return result;
        });
    }

    /** Counts the native calls of one operation, by their functions; the subject can go on with another mode. */
    Map<String, Double> countCalls(Subject subject, Mode mode, long warmUpNanos, long nanos) throws IOException {
        Map<String, Double> counted = with(subject, mode, load -> {
            load.run(warmUpNanos);
            Map<String, Long> before = subject.calls();
            long operations = 0;
            while (operations < ENOUGH_TO_COUNT) {
                operations += load.run(nanos).operations();
            }
            long all = operations;
            Map<String, Double> calls = new HashMap<>();
            subject.calls().forEach((name, count) -> {
                long made = count - before.getOrDefault(name, 0L);
                if (made > 0) {
                    // One process was asked; the others did as much.
                    calls.put(name, (double) made * mode.processes() / all);
                }
            });
            return calls;
        });
        subject.finish();
        return counted;
    }

    private <T> T with(Subject subject, Mode mode, Use<T> use) throws IOException {
        Future<?> guard = watchdog.schedule(subject::kill, LIMIT_SECONDS, TimeUnit.SECONDS);
        try {
            int port = subject.begin(mode);
            try (Load load = connect(subject, mode, port)) {
                return use.use(load);
            }
        } catch (IOException e) {
            throw subject.failure(e);
        } finally {
            guard.cancel(false);
        }
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
