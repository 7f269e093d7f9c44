package io.nioshare.provider.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {

    /** More than a wait of a test takes. */
    private static final long MINUTE = 60_000;

    @ParameterizedTest
    @ValueSource(longs = {MINUTE, 9_223_372_036_854L, 9_223_372_036_855L, Long.MAX_VALUE - 1, Long.MAX_VALUE})
    void isAsFarAwayAsAsked(long millis) {
        long most = TimeUnit.NANOSECONDS.toMillis(Long.MAX_VALUE) + 1;

        assertThat(Deadline.millisUntil(Deadline.of(millis)))
                .isBetween(Math.min(millis, most) - MINUTE + 1, Math.min(millis, most));
    }

    @Test
    void isNeverOverTooEarly() {
        long deadline = Deadline.of(2);
        while (Deadline.millisUntil(deadline) != 0) {
            Thread.onSpinWait();
        }
        assertThat(System.nanoTime() - deadline).isNotNegative();
    }

    @Test
    void neverComesWithoutATimeout() {
        assertThat(Deadline.millisUntil(Deadline.of(OsStatus.FOREVER))).isEqualTo(OsStatus.FOREVER);
    }

    @Test
    void isOverAtOnceWithoutTime() {
        assertThat(Deadline.millisUntil(Deadline.of(0))).isZero();
    }
}
