package io.nioshare.provider;

import java.io.IOException;

/** Runs of a test that are random, and can be repeated: {@code -Dnioshare.seed=N} runs one order alone. */
public final class RandomOrders {

    private RandomOrders() {}

    /** One run. */
    @FunctionalInterface
    public interface Order {
        void run(long seed) throws IOException;
    }

    /** Runs so many orders, and tells the seed of one that fails. */
    public static void run(int orders, Order order) throws IOException {
        Long only = Long.getLong("nioshare.seed");
        if (only != null) {
            order.run(only);
            return;
        }
        long base = System.nanoTime();
        for (long seed = base; seed < base + orders; seed++) {
            try {
                order.run(seed);
            } catch (AssertionError | IOException | RuntimeException e) {
                throw new AssertionError("with -Dnioshare.seed=" + seed, e);
            }
        }
    }
}
