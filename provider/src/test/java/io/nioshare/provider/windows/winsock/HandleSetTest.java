package io.nioshare.provider.windows.winsock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandleSetTest {

    private static final int STEPS = 50_000;

    @ParameterizedTest
    @ValueSource(longs = {40, 400, 4_000, 400_000})
    void holdsWhatASetOfNumbersHolds(long bound) {
        Random random = new Random(bound);
        HandleSet handles = new HandleSet();
        Set<Long> expected = new HashSet<>();
        for (int i = 0; i < STEPS; i++) {
            long handle = 4 + (random.nextLong(bound) & ~3);
            if (random.nextInt(5) < 3) {
                assertThat(handles.add(handle)).as("step %d", i).isEqualTo(expected.add(handle));
            } else {
                assertThat(handles.remove(handle)).as("step %d", i).isEqualTo(expected.remove(handle));
            }
        }
        for (long handle : expected) {
            assertThat(handles.remove(handle)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-4, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 34})
    void holdsHandlesOfEveryKind(long handle) {
        HandleSet handles = new HandleSet();
        assertThat(handles.add(handle)).isTrue();
        assertThat(handles.add(handle)).isFalse();
        assertThat(handles.remove(handle)).isTrue();
        assertThat(handles.remove(handle)).isFalse();
    }
}
