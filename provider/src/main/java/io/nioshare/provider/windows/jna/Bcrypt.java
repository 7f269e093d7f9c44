package io.nioshare.provider.windows.jna;

import io.nioshare.provider.binding.Library;
import io.nioshare.provider.binding.NativeFunction;
import java.lang.invoke.MethodHandles;

/** bcrypt.dll: "Cryptography API: Next Generation". */
public final class Bcrypt {

    public static final int BCRYPT_USE_SYSTEM_PREFERRED_RNG = 2;

    private static final Library LIBRARY = Library.open("bcrypt", MethodHandles.lookup(), Natives.class);
    private static final NativeFunction BCRYPT_GEN_RANDOM = LIBRARY.function("BCryptGenRandom");

    private Bcrypt() {}

    /** Returns an NTSTATUS. */
    public static int BCryptGenRandom(long algorithm, long buffer, int bytes, int flags) {
        return BCRYPT_GEN_RANDOM == null
                ? Natives.BCryptGenRandom(algorithm, buffer, bytes, flags)
                : (int) BCRYPT_GEN_RANDOM.call(algorithm, buffer, bytes, flags);
    }

    /** The function by its C types. */
    private static final class Natives {
        static native int BCryptGenRandom(long algorithm, long buffer, int bytes, int flags);
    }
}
