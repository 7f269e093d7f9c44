package io.nioshare.provider;

import io.nioshare.provider.os.OsBackend;
import io.nioshare.provider.windows.WindowsBackend;
import java.util.Locale;

/** Which backend this system has, or why it has none. */
final class Platform {

    private Platform() {}

    /**
     * @throws UnsupportedOperationException when there is none
     */
    static OsBackend newBackend() {
        String system = System.getProperty("os.name");
        String architecture = System.getProperty("os.arch");
        boolean windows = system.toLowerCase(Locale.ROOT).startsWith("windows");
        if (windows && architecture.endsWith("64")) {
            return new WindowsBackend();
        }
        throw new UnsupportedOperationException("nio-share has no backend for " + system + " on " + architecture
                + " yet: it runs on 64-bit Windows. Leave the property java.nio.channels.spi.SelectorProvider unset"
                + " here");
    }
}
