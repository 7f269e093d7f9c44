package io.nioshare.harness.process;

import java.io.File;
import java.util.Objects;
import org.junit.jupiter.api.condition.OS;

/** How much the process that calls has open, by the system's own count. */
public final class OpenDescriptors {

    private OpenDescriptors() {}

    /** Handles on Windows, descriptors elsewhere. */
    public static int count() {
        if (OS.WINDOWS.isCurrentOs()) {
            return NativeHandles.count();
        }
        // The folder's own descriptor counts too, each time.
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }
}
