package io.nioshare.harness.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What was measured in one leg.
 *
 * @param leg its name
 * @param platform the measured Java and its system
 * @param time when it began
 * @param conditions how it was measured
 * @param modes the results
 */
public record LegResult(String leg, String platform, String time, String conditions, List<ModeResult> modes) {
    public LegResult(String leg, String platform, String time, String conditions) {
        this(leg, platform, time, conditions, new ArrayList<>());
    }
}
