package io.nioshare.harness.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ReportTest {
    private static final Offset<Double> EXACT = within(1e-9);

    /** Three pairs: ratios of 2, 0.5 and 4. */
    private static ModeResult result(String mode) {
        var result = new ModeResult(mode, "operation", "µs", true, "JDK");
        double[][] pairs = {{20, 10}, {10, 20}, {40, 10}};
        for (double[] pair : pairs) {
            result.add("JDK", pair[0], 1, pair[0]);
            result.add("nio-share", pair[1], 1, pair[1] / 2);
        }
        result.calls(Map.of("recv", 1.0, "send", 2.5));
        return result;
    }

    private static LegResult leg(ModeResult... results) {
        var leg = new LegResult("linux", "Java <17>", "today", "3 pairs");
        leg.modes().addAll(List.of(results));
        return leg;
    }

    @Test
    void ratiosAreThoseOfPairs() {
        Spread ratio = result("a").ratio("nio-share");

        assertThat(ratio.least()).isEqualTo(0.5, EXACT);
        assertThat(ratio.median()).isEqualTo(2, EXACT);
        assertThat(ratio.most()).isEqualTo(4, EXACT);
    }

    @Test
    void ratiosOfCpuTimeAndTheShareOfTheCpuAreTold() {
        assertThat(result("a").cpuRatio("nio-share").median()).isEqualTo(4, EXACT);
        assertThat(result("a").share("nio-share")).isEqualTo(0.5, EXACT);
        assertThat(result("a").share("JDK")).isEqualTo(1, EXACT);
    }

    @Test
    void theWorstRatioComesLast() {
        var worse = new ModeResult("worse", "operation", "µs", true, "JDK");
        worse.add("JDK", 1, 0, 1);
        worse.add("nio-share", 4, 0, 4);
        var failed = new ModeResult("failed", "operation", "µs", true, "JDK");
        failed.fail("no provider");

        String[] lines = print(leg(result("a"), worse, failed)).split("\\R");

        assertThat(lines).contains("failed FAILED: no provider");
        assertThat(lines).contains("    send 2.50, recv 1.00");
        assertThat(lines[lines.length - 1]).isEqualTo("worst ratio on linux: worse, 0.25");
    }

    @Test
    void bytesAreToldAsADifference() {
        var bytes = new ModeResult("heap", "channel", "bytes", false, "JDK");
        bytes.add("JDK", 500, 0, 1);
        bytes.add("nio-share", 740, 0, 1);

        assertThat(print(leg(result("a"), bytes)))
                .containsPattern("heap +500.00 bytes +740.00 bytes +\\+240")
                .contains("worst ratio on linux: a");
    }

    private static String print(LegResult leg) {
        var out = new ByteArrayOutputStream();
        var table = new Table(new PrintStream(out, true, StandardCharsets.UTF_8), "nio-share", List.of("Netty", "C"));
        table.begin(leg);
        leg.modes().forEach(table::add);
        table.end(leg);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whoRunsBesideIsToldAndDrawn() {
        var both = result("a");
        both.add("Netty", 5, 0, 1);
        both.add("C", 8, 0, 1);
        var cAlone = result("b");
        cAlone.add("C", 40, 0, 1);
        LegResult leg = leg(both, cAlone);

        assertThat(print(leg))
                .containsPattern("Netty +ratio +C +ratio")
                .containsPattern("a .* 5.00 µs +4.00 +8.00 µs +2.50")
                .containsPattern("b .* 40.00 µs +0.50");
        assertThat(Plot.draw(leg, "nio-share", List.of("Netty", "C")))
                .contains("circle: Netty, diamond: C")
                .containsOnlyOnce("<circle")
                .containsPattern("(?s)<path.*<path");
    }

    @Test
    void theBaseIsNotBesideItself() {
        var handOff = new ModeResult("hand-off", "operation", "µs", true, "C");
        handOff.add("C", 1, 0, 1);
        handOff.add("nio-share", 2, 0, 2);

        assertThat(handOff.hasBeside("C")).isFalse();
    }

    @Test
    void resultsComeBackFromTheirFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("linux.json");
        ResultFile.write(leg(result("a")), file);

        LegResult read = ResultFile.read(file);

        assertThat(read.platform()).isEqualTo("Java <17>");
        assertThat(read.modes().get(0).ratio("nio-share")).isEqualTo(result("a").ratio("nio-share"));
        assertThat(read.modes().get(0).calls()).containsEntry("send", 2.5);
    }

    @Test
    void thePlotHasABarForEveryModeThatWasMeasured() throws Exception {
        var failed = new ModeResult("failed", "operation", "µs", true, "JDK");
        failed.fail("no provider");

        String svg = Plot.draw(leg(result("a"), result("b"), failed), "nio-share", List.of("Netty", "C"));

        Document plot = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(plot.getElementsByTagName("rect").getLength()).isEqualTo(2);
        assertThat(svg).contains("Java &lt;17>", "prefers-color-scheme: dark").doesNotContain("failed");
    }
}
