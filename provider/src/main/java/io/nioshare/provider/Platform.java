package io.nioshare.provider;

import io.nioshare.provider.binding.Bindings;
import io.nioshare.provider.linux.LinuxBackend;
import io.nioshare.provider.os.OsBackend;
import io.nioshare.provider.windows.WindowsBackend;
import java.util.Locale;
import java.util.Set;

/** Which backend this system has, or why it has none. */
final class Platform {

    /** {@code os.arch} where the layouts of Linux's structures are known. */
    private static final Set<String> LINUX_ARCHITECTURES = Set.of("amd64", "aarch64");

    private Platform() {}

    /**
     * @throws UnsupportedOperationException when there is none, or its functions can't be called
     */
    static OsBackend newBackend() {
        String system = System.getProperty("os.name");
        String architecture = System.getProperty("os.arch");
        boolean windows = system.toLowerCase(Locale.ROOT).startsWith("windows");
        if (windows && architecture.endsWith("64")) {
            Bindings.require();
            return new WindowsBackend();
        }
        if (system.equals("Linux") && LINUX_ARCHITECTURES.contains(architecture)) {
            Bindings.require();
            return new LinuxBackend();
        }
        throw new UnsupportedOperationException("nio-share has no backend for " + system + " on " + architecture
                + " yet: it runs on 64-bit Windows and on Linux (x86_64, aarch64). Leave the property java.nio.channels.spi.SelectorProvider unset"
                + " here");
    }
}
