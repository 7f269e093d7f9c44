package io.nioshare.provider.windows.share;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SystemRandomTest {

    private static final int BYTES = 1024;
    private static final int DRAWS = 16;

    /** A byte that is the same in sixteen draws would be one in 2^120. */
    @Test
    @EnabledOnOs(OS.WINDOWS)
    void everyByteIsDrawn() {
        byte[] first = new byte[BYTES];
        SystemRandom.fill(first);
        boolean[] varies = new boolean[BYTES];
        for (int draw = 1; draw < DRAWS; draw++) {
            byte[] next = new byte[BYTES];
            SystemRandom.fill(next);
            for (int i = 0; i < BYTES; i++) {
                varies[i] |= next[i] != first[i];
            }
        }
        assertThat(varies).doesNotContain(false);
    }
}
