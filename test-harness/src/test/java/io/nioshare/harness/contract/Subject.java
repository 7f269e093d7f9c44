package io.nioshare.harness.contract;

import io.nioshare.provider.ShareableSelectorProvider;
import java.nio.channels.spi.SelectorProvider;
import java.util.Locale;
import java.util.function.Supplier;

/** A provider that the contract is held against. */
enum Subject {
    /** The JDK's own: no system property says otherwise in a JVM that runs these tests. */
    JDK(SelectorProvider::provider),
    NIOSHARE(ShareableSelectorProvider::new);

    private final Supplier<SelectorProvider> maker;
    private SelectorProvider provider;

    Subject(Supplier<SelectorProvider> maker) {
        this.maker = maker;
    }

    /** One instance for all tests, as a JVM has it. */
    synchronized SelectorProvider provider() {
        if (provider == null) {
            provider = maker.get();
        }
        return provider;
    }

    /** The one that a class of {@link JdkContractTest} or {@link ShareableContractTest} is about. */
    static Subject of(Class<?> nested) {
        return nested.getEnclosingClass() == JdkContractTest.class ? JDK : NIOSHARE;
    }

    static boolean isWindows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
