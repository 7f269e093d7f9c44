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

    int divisor() {
        return divisor;
    }
}
