package io.nioshare.provider.windows.jna;

import io.nioshare.provider.binding.Bindings;

/**
 * The calling thread's last error, as it was when the last native call of this package returned. Asking Windows itself
 * would be too late: the JVM may have made a call in between.
 */
public final class LastError {

    private LastError() {}

    public static int get() {
        return Bindings.lastError();
    }
}
