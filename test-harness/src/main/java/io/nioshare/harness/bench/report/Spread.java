package io.nioshare.harness.bench.report;

import java.util.List;

/** Several figures of one thing. */
public record Spread(double least, double median, double most) {
    Spread(List<Double> figures) {
        this(sorted(figures));
    }

    private Spread(double[] sorted) {
        this(sorted[0], middle(sorted), sorted[sorted.length - 1]);
    }

    private static double[] sorted(List<Double> figures) {
        return figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double middle(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
