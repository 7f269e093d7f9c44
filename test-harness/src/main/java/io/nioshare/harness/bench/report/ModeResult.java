package io.nioshare.harness.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was measured of one mode. It is written as JSON as it is. */
public final class ModeResult {
    private final String mode;
    private final String operation;
    private final String unit;
    /** Whether its figures are times; otherwise they are bytes. */
    private final boolean time;
    /** The contender that the others are compared with. */
    private final String base;
    /** One figure per operation and pair, by contender. */
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();
    /** Microseconds of each operation that went to the load, by contender. */
    private final Map<String, List<Double>> load = new LinkedHashMap<>();
    /** Microseconds of CPU time of each operation, of everything that took part, by contender. */
    private final Map<String, List<Double>> cpu = new LinkedHashMap<>();
    /** Native calls of one operation, by function. */
    private final Map<String, Double> calls = new TreeMap<>();

    private String failure;

    public ModeResult(String mode, String operation, String unit, boolean time, String base) {
        this.mode = mode;
        this.operation = operation;
        this.unit = unit;
        this.time = time;
        this.base = base;
    }

    public void add(String contender, double figure, double loadMicros, double cpuMicros) {
        figures.computeIfAbsent(contender, name -> new ArrayList<>()).add(figure);
        load.computeIfAbsent(contender, name -> new ArrayList<>()).add(loadMicros);
        cpu.computeIfAbsent(contender, name -> new ArrayList<>()).add(cpuMicros);
    }

    public void calls(Map<String, Double> perOperation) {
        calls.putAll(perOperation);
    }

    public void fail(String reason) {
        failure = failure == null ? reason : failure + "\n" + reason;
    }

    /** The mode, and whom it is compared with, unless that is the JDK. */
    public String title() {
        return base.equals("JDK") ? mode : mode + " (to " + base + ")";
    }

    public String mode() {
        return mode;
    }

    public String unit() {
        return unit;
    }

    public boolean isTime() {
        return time;
    }

    public String base() {
        return base;
    }

    /** Null if nothing failed. */
    public String failure() {
        return failure;
    }

    /** Whether this contender ran beside the two that are compared. */
    public boolean hasBeside(String contender) {
        return figures.containsKey(contender) && !contender.equals(base);
    }

    public double figure(String contender) {
        return new Spread(figures.get(contender)).median();
    }

    public double load(String contender) {
        return new Spread(load.get(contender)).median();
    }

    /** The base's figures by the contender's, pair by pair: above 1 the contender is better. */
    public Spread ratio(String contender) {
        return ratio(figures, contender);
    }

    /** The same of the CPU times. */
    public Spread cpuRatio(String contender) {
        return ratio(cpu, contender);
    }

    private Spread ratio(Map<String, List<Double>> figures, String contender) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < figures.get(contender).size(); i++) {
            ratios.add(figures.get(base).get(i) / figures.get(contender).get(i));
        }
        return new Spread(ratios);
    }

    /** Which part of the time the CPU worked for this, at worst: the rest went to other programs, or to nobody. */
    public double share(String contender) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < figures.get(contender).size(); i++) {
            least = Math.min(
                    least, cpu.get(contender).get(i) / figures.get(contender).get(i));
        }
        return least;
    }

    public Map<String, Double> calls() {
        return calls;
    }
}
