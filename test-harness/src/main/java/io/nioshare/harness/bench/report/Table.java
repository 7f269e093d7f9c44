package io.nioshare.harness.bench.report;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints results line by line, as they come. */
public final class Table {
    private static final String ROW = "%-17s %11s %11s %7s %13s %7s %5s %9s %7s";

    private static final int COLUMNS = 9;

    private final PrintStream out;
    private final String subject;
    private final List<String> beside;

    /**
     * @param subject the contender that this is about
     * @param beside two others
     */
    public Table(PrintStream out, String subject, List<String> beside) {
        this.out = out;
        this.subject = subject;
        this.beside = beside;
    }

    public void begin(LegResult leg) {
        out.println();
        out.printf("%s: %s%n%s%n", leg.leg(), leg.platform(), leg.conditions());
        var line =
                new StringBuilder(row("mode", "JDK", subject, "ratio", "min..max", "by CPU", "share", "load", "calls"));
        beside.forEach(other -> line.append(pair(other, "ratio")));
        out.println(line);
    }

    public void add(ModeResult result) {
        if (result.failure() != null) {
            out.println(result.title() + " FAILED: " + result.failure());
        } else if (result.isTime()) {
            addTimes(result);
        } else {
            addBytes(result);
        }
        out.flush();
    }

    private void addTimes(ModeResult result) {
        Spread ratio = result.ratio(subject);
        var line = new StringBuilder(row(
                result.title(),
                figure(result, result.base()),
                figure(result, subject),
                number(ratio.median()),
                number(ratio.least()) + ".." + number(ratio.most()),
                number(result.cpuRatio(subject).median()),
                number(Math.min(result.share(subject), result.share(result.base()))),
                result.load(subject) > 0 ? String.format(Locale.ROOT, "%.1f", result.load(subject)) : "",
                number(sum(result.calls()))));
        for (String other : beside) {
            boolean ran = result.hasBeside(other);
            line.append(
                    ran ? pair(figure(result, other), number(result.ratio(other).median())) : pair("", ""));
        }
        out.println(line.toString().stripTrailing());
        out.println("    " + describe(result.calls()));
    }

    /** Where a difference says more than a ratio. */
    private void addBytes(ModeResult result) {
        double more = result.figure(subject) - result.figure(result.base());
        out.println(row(
                        result.title(),
                        figure(result, result.base()),
                        figure(result, subject),
                        "",
                        String.format(Locale.ROOT, "%+.0f", more))
                .stripTrailing());
    }

    /** The worst ratio comes last. */
    public void end(LegResult leg) {
        leg.modes().stream()
                .filter(result -> result.failure() == null && result.isTime())
                .min(Comparator.comparingDouble(result -> result.ratio(subject).median()))
                .ifPresent(worst -> out.printf(
                        "worst ratio on %s: %s, %s%n",
                        leg.leg(), worst.mode(), number(worst.ratio(subject).median())));
    }

    private static String figure(ModeResult result, String contender) {
        return String.format(Locale.ROOT, "%.2f %s", result.figure(contender), result.unit());
    }

    private static double sum(Map<String, Double> calls) {
        return calls.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static String describe(Map<String, Double> calls) {
        List<Map.Entry<String, Double>> most = calls.entrySet().stream()
                .filter(call -> call.getValue() >= 0.005)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .toList();
        return most.stream()
                .map(call -> call.getKey() + " " + number(call.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    private static String pair(String figure, String ratio) {
        return String.format(" %11s %7s", figure, ratio);
    }

    private static String row(Object... cells) {
        Object[] all = Arrays.copyOf(cells, COLUMNS);
        for (int i = cells.length; i < COLUMNS; i++) {
            all[i] = "";
        }
        return String.format(ROW, all);
    }
}
