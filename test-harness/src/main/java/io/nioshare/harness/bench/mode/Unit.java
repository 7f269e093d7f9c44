package io.nioshare.harness.bench.mode;

/** In what a mode's figures are told. Less is better. */
public enum Unit {
    MICROSECONDS("µs", 1_000),
    BYTES("bytes", 1);

    private final String symbol;
    private final int divisor;

    Unit(String symbol, int divisor) {
        this.symbol = symbol;
        this.divisor = divisor;
    }

    public String symbol() {
        return symbol;
    }

    /** Whether what comes before the measurement makes a difference to it. */
    public boolean warmsUp() {
        return this == MICROSECONDS;
    }

    int divisor() {
        return divisor;
    }
}
