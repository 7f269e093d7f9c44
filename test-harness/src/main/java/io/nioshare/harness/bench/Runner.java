package io.nioshare.harness.bench;

import io.nioshare.harness.bench.mode.Contender;
import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Mode;
import io.nioshare.harness.bench.mode.Unit;
import io.nioshare.harness.bench.report.LegResult;
import io.nioshare.harness.bench.report.ModeResult;
import io.nioshare.harness.bench.report.Table;
import java.io.IOException;
import java.util.List;

/** Runs the modes of one leg: the contenders in turn, each time in a fresh JVM. */
final class Runner implements AutoCloseable {
    private final Machine machine;
    private final Options options;
    private final Trial trial = new Trial();
    private final CallCounter counter;

    Runner(Machine machine, Options options) {
        this.machine = machine;
        this.options = options;
        counter = new CallCounter(machine, trial, options.properties());
    }

    /** Starts one JVM to see that it can be had, and tells what it is. */
    String platform() throws IOException {
        try (Subject subject = Subject.start(Contender.JDK, machine, List.of())) {
            return subject.platform();
        }
    }

    void run(LegResult result, Table table) {
        for (Mode mode : options.modes()) {
            ModeResult measured = run(mode);
            result.modes().add(measured);
            table.add(measured);
        }
    }

    private ModeResult run(Mode mode) {
        var result = new ModeResult(
                mode.name(),
                mode.operation(),
                mode.unit().symbol(),
                mode.unit() == Unit.MICROSECONDS,
                mode.base().title());
        try {
            for (int i = 0; i < options.pairs(); i++) {
                for (Contender contender :
                        mode.contenders(machine.leg().netty(), machine.leg().hasProgram())) {
                    Measurement measured = measure(mode, contender);
                    result.add(
                            contender.title(), measured.perOperation(mode.unit()),
                            measured.loadMicrosPerOperation(), measured.cpuMicrosPerOperation());
                }
            }
            if (mode.unit() == Unit.MICROSECONDS) {
                result.calls(counter.count(mode));
            }
        } catch (IOException e) {
            result.fail(e.getMessage());
        }
        return result;
    }

    private Measurement measure(Mode mode, Contender contender) throws IOException {
        List<String> properties = contender == Contender.NIO_SHARE ? options.properties() : List.of();
        try (Subject subject = Subject.start(contender, machine, properties)) {
            // They share a processor, and each has a JIT compiler.
            long warmUp = options.warmUpNanos() * mode.processes();
            return trial.measure(subject, mode, warmUp, options.nanos());
        }
    }

    @Override
    public void close() throws IOException {
        counter.close();
        trial.close();
    }
}
