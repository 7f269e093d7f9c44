package io.nioshare.provider.windows.jna;

import io.nioshare.provider.binding.Bindings;

/**
 * The calling thread's last error, as it was when the last native call of this package returned. Asking Windows itself
 * would be too late: the JVM may have made a call in between.
 *
 * <p>To be read before anything that may block: foreign calls keep it for each thread, JNA for each thread of the
 * system, of which a virtual thread may get another one then.
 */
public final class LastError {

    private LastError() {}

    public static int get() {
        return Bindings.lastError();
    }
}
