package io.nioshare.harness.bench.mode;

import java.util.List;

/** Whose work is measured. */
public enum Contender {
    JDK("JDK", "sun.nio.ch.", List.of()),
    NIO_SHARE(
            "nio-share",
            "io.nioshare.provider.",
            List.of("-Djava.nio.channels.spi.SelectorProvider=io.nioshare.provider.ShareableSelectorProvider")),
    NETTY("Netty", "sun.nio.ch.", List.of()),
    /** A program that does what the operating system's documentation says. */
    C("C", "C", List.of());

    private final String title;
    private final String providerPrefix;
    private final List<String> options;

    Contender(String title, String providerPrefix, List<String> options) {
        this.title = title;
        this.providerPrefix = providerPrefix;
        this.options = options;
    }

    public String title() {
        return title;
    }

    /** What makes a JVM use it. */
    public List<String> options() {
        return options;
    }

    /** Whether a JVM with this provider in force is one of ours. */
    public boolean isProvider(String className) {
        return className.startsWith(providerPrefix);
    }
}
