package io.nioshare.harness.bench;

import io.nioshare.harness.bench.mode.Contender;
import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Mode;
import io.nioshare.harness.bench.mode.Unit;
import io.nioshare.harness.bench.report.LegResult;
import io.nioshare.harness.bench.report.ModeResult;
import io.nioshare.harness.bench.report.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the modes of one leg: the contenders in turn, for each pair in fresh JVMs. Where their JVMs don't get in each
 * other's way the contenders of a pair are measured a slice each, over and over: a machine that is fast now and slow a
 * few seconds later is so for all of them.
 */
final class Runner implements AutoCloseable {
    private static final int SLICES = 10;

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
                for (List<Contender> together : companies(mode)) {
                    measure(mode, together, result);
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

    /** Who is measured at the same time. */
    private List<List<Contender>> companies(Mode mode) {
        List<Contender> all =
                mode.contenders(machine.leg().netty(), machine.leg().hasProgram());
        boolean together = machine.leg().undisturbed() && mode.unit() == Unit.MICROSECONDS;
        return together ? List.of(all) : all.stream().map(List::of).toList();
    }

    private void measure(Mode mode, List<Contender> contenders, ModeResult result) throws IOException {
        List<Trial.Running> running = new ArrayList<>();
        try {
            for (Contender contender : contenders) {
                running.add(start(mode, contender));
            }
            int slices = contenders.size() == 1 ? 1 : SLICES;
            for (int i = 0; i < slices; i++) {
                for (Trial.Running each : running) {
                    each.measure(options.nanos() / slices);
                }
            }
        } finally {
            closeAll(running);
        }
        for (int i = 0; i < contenders.size(); i++) {
            Measurement measured = running.get(i).sum();
            result.add(
                    contenders.get(i).title(), measured.perOperation(mode.unit()),
                    measured.loadMicrosPerOperation(), measured.cpuMicrosPerOperation());
        }
    }

    private Trial.Running start(Mode mode, Contender contender) throws IOException {
        List<String> properties = contender == Contender.NIO_SHARE ? options.properties() : List.of();
        Trial.Running running = trial.start(Subject.start(contender, machine, properties), mode);
        if (mode.unit().warmsUp()) {
            try {
                // They share a processor, and each has a JIT compiler.
                running.warmUp(options.warmUpNanos() * mode.processes());
            } catch (IOException e) {
                running.close();
                throw e;
            }
        }
        return running;
    }

    private static void closeAll(List<Trial.Running> running) throws IOException {
        IOException failure = null;
        for (Trial.Running each : running) {
            try {
                each.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        counter.close();
        trial.close();
    }
}
