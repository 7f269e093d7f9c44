package io.nioshare.harness.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Ratios as an SVG: a row for each mode, a bar from 1 to the median, and a line from the least to the most. The scale is
 * logarithmic, so that twice as fast and half as fast are equally far from 1. It reads in light and in dark.
 */
public final class Plot {
    private static final int NAMES = 150;
    private static final int SCALE = 560;
    private static final int FIGURES = 90;
    private static final int HEAD = 78;
    private static final int ROW = 24;
    private static final int FOOT = 40;
    private static final int BAR = 12;
    private static final int POINT = 4;
    private static final String[] MARKS = {"circle", "diamond"};

    private static final String STYLE = """
            <style>
              text { font: 13px system-ui, sans-serif; fill: #24292f }
              .title { font-size: 16px; font-weight: 600 }
              .small { font-size: 12px; fill: #57606a }
              .grid { stroke: #d0d7de }
              .one { stroke: #57606a; stroke-width: 1.5 }
              .faster { fill: #2f81f7 }
              .slower { fill: #d4762c }
              .spread { stroke: #24292f; stroke-width: 1.5 }
              .circle { fill: #ffffff; stroke: #8250df; stroke-width: 2 }
              .diamond { fill: #ffffff; stroke: #1a7f37; stroke-width: 2 }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 }
                .small { fill: #8d96a0 }
                .grid { stroke: #30363d }
                .one { stroke: #8d96a0 }
                .spread { stroke: #e6edf3 }
                .circle { fill: #0d1117; stroke: #a371f7 }
                .diamond { fill: #0d1117; stroke: #3fb950 }
              }
            </style>
            """;

    private final LegResult leg;
    private final String subject;
    private final List<String> beside;
    private final List<ModeResult> rows;
    private final int least;
    private final int most;
    private final StringBuilder svg = new StringBuilder();

    private Plot(LegResult leg, String subject, List<String> beside) {
        this.leg = leg;
        this.subject = subject;
        this.beside = beside;
        rows = leg.modes().stream()
                .filter(mode -> mode.failure() == null && mode.isTime())
                .toList();
        least = (int) Math.floor(
                Math.min(-1, rows.stream().mapToDouble(this::leftmost).min().orElse(0)));
        most = (int) Math.ceil(
                Math.max(1, rows.stream().mapToDouble(this::rightmost).max().orElse(0)));
    }

    /**
     * @param subject the contender whose ratios are bars
     * @param beside two contenders whose ratios are circles and diamonds, where they have any
     */
    public static String draw(LegResult leg, String subject, List<String> beside) {
        return new Plot(leg, subject, beside).draw();
    }

    private double leftmost(ModeResult mode) {
        return log2(Math.min(mode.ratio(subject).least(), besideOf(mode).min().orElse(Double.MAX_VALUE)));
    }

    private double rightmost(ModeResult mode) {
        return log2(Math.max(mode.ratio(subject).most(), besideOf(mode).max().orElse(0)));
    }

    private DoubleStream besideOf(ModeResult mode) {
        return beside.stream().filter(mode::hasBeside).mapToDouble(contender -> mode.ratio(contender)
                .median());
    }

    private String draw() {
        int width = NAMES + SCALE + FIGURES;
        int bottom = HEAD + rows.size() * ROW;
        add(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' height='%d'>",
                width, bottom + FOOT, width, bottom + FOOT);
        svg.append(STYLE);
        text(0, 20, "title", "start", "How many times as fast as the JDK's own provider: " + leg.leg());
        text(0, 40, "small", "start", leg.platform() + "; " + leg.conditions());
        drawKey();
        drawGrid(bottom);
        for (int i = 0; i < rows.size(); i++) {
            drawRow(rows.get(i), HEAD + i * ROW + ROW / 2);
        }
        return svg.append("</svg>\n").toString();
    }

    private void drawKey() {
        String key = "bar: median, line: least to most";
        for (int i = 0; i < beside.size(); i++) {
            String contender = beside.get(i);
            if (rows.stream().anyMatch(mode -> mode.hasBeside(contender))) {
                key += ", " + MARKS[i] + ": " + contender;
            }
        }
        text(0, 58, "small", "start", key);
    }

    private void drawGrid(int bottom) {
        for (int power = least; power <= most; power++) {
            add(
                    "<line class='%s' x1='%.1f' x2='%.1f' y1='%d' y2='%d'/>",
                    power == 0 ? "one" : "grid", x(power), x(power), HEAD, bottom);
            text(x(power), bottom + 18, "small", "middle", power < 0 ? "1/" + (1 << -power) : "" + (1 << power));
        }
    }

    private void drawRow(ModeResult mode, int y) {
        Spread ratio = mode.ratio(subject);
        double median = log2(ratio.median());
        text(NAMES - 12, y + 4, "", "end", mode.title());
        add(
                "<rect class='%s' x='%.1f' y='%d' width='%.1f' height='%d'/>",
                median < 0 ? "slower" : "faster", x(Math.min(0, median)), y - BAR / 2, Math.abs(x(median) - x(0)), BAR);
        add(
                "<line class='spread' x1='%.1f' x2='%.1f' y1='%d' y2='%d'/>",
                x(log2(ratio.least())), x(log2(ratio.most())), y, y);
        for (int i = 0; i < beside.size(); i++) {
            if (mode.hasBeside(beside.get(i))) {
                drawMark(MARKS[i], x(log2(mode.ratio(beside.get(i)).median())), y);
            }
        }
        text(NAMES + SCALE + 16, y + 4, "", "start", String.format(Locale.ROOT, "%.2f", ratio.median()));
    }

    private void drawMark(String mark, double x, int y) {
        if (mark.equals("circle")) {
            add("<circle class='%s' cx='%.1f' cy='%d' r='%d'/>", mark, x, y, POINT);
        } else {
            add(
                    "<path class='%s' d='M%.1f %d l%d %d l%d %d l%d %d z'/>",
                    mark, x, y - POINT - 1, POINT + 1, POINT + 1, -POINT - 1, POINT + 1, -POINT - 1, -POINT - 1);
        }
    }

    private double x(double power) {
        return NAMES + SCALE * (power - least) / (most - least);
    }

    private static double log2(double ratio) {
        return Math.log(ratio) / Math.log(2);
    }

    private void text(double x, int y, String style, String anchor, String text) {
        add(
                "<text class='%s' x='%.1f' y='%d' text-anchor='%s'>%s</text>",
                style, x, y, anchor, text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
