package io.nioshare.harness.bench;

import io.nioshare.harness.bench.mode.Contender;
import io.nioshare.harness.bench.mode.Mode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Counts native calls, in a JVM of its own: counting takes time. One JVM serves for all modes, since counts don't mind. */
final class CallCounter implements AutoCloseable {
    private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final Machine machine;
    private final Trial trial;
    private final List<String> properties;
    private Subject subject;

    CallCounter(Machine machine, Trial trial, List<String> properties) {
        this.machine = machine;
        this.trial = trial;
        this.properties = new ArrayList<>(properties);
        this.properties.add("-Dnioshare.countCalls=true");
    }

    /** The calls of one operation, by function. */
    Map<String, Double> count(Mode mode) throws IOException {
        if (subject == null) {
            subject = Subject.start(Contender.NIO_SHARE, machine, properties);
        }
        try {
            return trial.countCalls(subject, mode, WARM_UP_NANOS, NANOS);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (subject != null) {
            subject.close();
            subject = null;
        }
    }
}
