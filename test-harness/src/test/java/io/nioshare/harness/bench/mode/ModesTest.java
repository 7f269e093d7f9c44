package io.nioshare.harness.bench.mode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModesTest {
    private static final long SHORT_NANOS = 20_000_000;

    /** The modes that need few connections and no second process. */
    static Stream<String> small() {
        return Modes.all().stream()
                .filter(mode -> mode.base() == Contender.JDK && !mode.name().contains("000"))
                .map(Mode::name);
    }

    private record InThisProcess(Workload workload) implements Remote {
        @Override
        public int port() {
            return workload.port();
        }

        @Override
        public Measurement run(long nanos) {
            try {
                return workload.run(nanos);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("small")
    @DisabledOnOs(
            value = OS.WINDOWS,
            disabledReason = "under Wine the JDK's selectors end the JVM now and then when they are closed")
    void worksByThePlainProvider(String name) throws Exception {
        Mode mode = Modes.named(name);
        try (Workload workload = mode.workload().start()) {
            var remote = new InThisProcess(workload);
            if (mode.load().isEmpty()) {
                assertMeasured(workload.run(SHORT_NANOS));
                return;
            }
            try (Load load = mode.load().get().connect(remote)) {
                assertMeasured(load.run(SHORT_NANOS));
            }
        }
    }

    private static void assertMeasured(Measurement measured) {
        assertThat(measured.operations()).isPositive();
        assertThat(measured.amount()).isGreaterThanOrEqualTo(SHORT_NANOS);
    }

    @Test
    void namesAreUnique() {
        assertThat(Modes.all()).extracting(Mode::name).doesNotHaveDuplicates();
    }
}
