package io.nioshare.provider.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class ExpectationTest {

    private static final int RECEIVES = 1_000;

    private final Expectation expectation = new Expectation();

    /** How many calls the receives take; a wait is one, and so is an attempt. */
    private int calls(IntPredicate there) {
        int calls = 0;
        for (int i = 0; i < RECEIVES; i++) {
            if (expectation.waitFirst()) {
                calls++;
            } else if (!there.test(i)) {
                expectation.missed();
                calls += 2;
            }
            calls++;
        }
        return calls;
    }

    @Test
    void takesOneCallEachWhenThereIsAlwaysSomething() {
        assertThat(calls(i -> true)).isEqualTo(RECEIVES);
    }

    @Test
    void takesTwoCallsEachAndFewMoreWhenThereNeverIs() {
        assertThat(calls(i -> false)).isBetween(2 * RECEIVES, 2 * RECEIVES + 12);
    }

    @Test
    void forgetsThatItMissedAsSoonAsSomethingIsThere() {
        calls(i -> false);
        assertThat(calls(i -> true)).isLessThan(RECEIVES + 257);
        assertThat(calls(i -> i == 0)).isGreaterThan(2 * (RECEIVES - 1));
    }
}
