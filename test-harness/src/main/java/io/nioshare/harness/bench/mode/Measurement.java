package io.nioshare.harness.bench.mode;

import java.util.concurrent.TimeUnit;

/**
 * What so many operations took altogether.
 *
 * @param operations how many
 * @param amount nanoseconds, or bytes where memory is measured
 * @param loadNanos how much CPU time of it went to the load, 0 if there was none outside of the measured JVM
 * @param cpuNanos CPU time of everything that took part
 */
public record Measurement(long operations, long amount, long loadNanos, long cpuNanos) {
    /** Of the measured JVM alone. */
    public Measurement(long operations, long amount) {
        this(operations, amount, 0, 0);
    }

    Measurement withLoad(long nanos) {
        return new Measurement(operations, amount, nanos, cpuNanos);
    }

    public Measurement withCpu(long nanos) {
        return new Measurement(operations, amount, loadNanos, nanos);
    }

    /** Both together. */
    public Measurement plus(Measurement other) {
        return new Measurement(
                operations + other.operations,
                amount + other.amount,
                loadNanos + other.loadNanos,
                cpuNanos + other.cpuNanos);
    }

    /** Microseconds, or bytes. */
    public double perOperation(Unit unit) {
        return (double) amount / operations / unit.divisor();
    }

    public double loadMicrosPerOperation() {
        return micros(loadNanos);
    }

    public double cpuMicrosPerOperation() {
        return micros(cpuNanos);
    }

    private double micros(long nanos) {
        return (double) nanos / operations / TimeUnit.MICROSECONDS.toNanos(1);
    }
}
