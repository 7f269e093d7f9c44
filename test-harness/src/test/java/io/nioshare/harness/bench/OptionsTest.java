package io.nioshare.harness.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nioshare.harness.bench.mode.Mode;
import io.nioshare.harness.bench.mode.Modes;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final Path OUTPUT = Path.of("results");

    private static Options parse(String... arguments) {
        return new Options(OUTPUT, arguments);
    }

    @Test
    void everythingIsMeasuredUnlessSomethingIsNamed() {
        Options options = parse();

        assertThat(options.modes()).isEqualTo(Modes.all());
        assertThat(options.legs()).isEqualTo(Leg.names());
        assertThat(options.pairs()).isEqualTo(5);
        assertThat(options.output()).isEqualTo(OUTPUT);
    }

    @Test
    void aStarStandsForAnyEnding() {
        assertThat(parse("--mode", "udp,idle-*").modes())
                .extracting(Mode::name)
                .containsExactly("udp", "idle-100", "idle-1000", "idle-5000");
    }

    @Test
    void quickCanBeMadeLonger() {
        Options options = parse("--quick", "--pairs", "3", "--time", "1.5");

        assertThat(options.pairs()).isEqualTo(3);
        assertThat(options.nanos()).isEqualTo(1_500_000_000L);
        assertThat(options.warmUpNanos()).isEqualTo(500_000_000L);
    }

    @Test
    void propertiesAreForTheMeasuredJvm() {
        assertThat(parse("-Da=b").properties()).containsExactly("-Da=b");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--mode", "nothing"));
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--leg", "moon"));
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--pairs", "0"));
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--pairs"));
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--unknown"));
    }
}
