package io.nioshare.provider.windows.share;

import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.windows.jna.Bcrypt;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.jna.Ntdll;

/**
 * The system's random numbers ("BCryptGenRandom function"). {@code SecureRandom} on Windows hashes in Java, which the JIT
 * compiler spends longer on than on the export that wants a nonce.
 */
final class SystemRandom {

    private SystemRandom() {}

    static void fill(byte[] bytes) {
        OffHeapBlock block = new OffHeapBlock(NativeMemory.INSTANCE, bytes.length);
        try {
            int flags = Bcrypt.BCRYPT_USE_SYSTEM_PREFERRED_RNG;
            int status = Bcrypt.BCryptGenRandom(0, block.address(), bytes.length, flags);
            if (status != Ntdll.STATUS_SUCCESS) {
                throw new IllegalStateException("BCryptGenRandom: status 0x" + Integer.toHexString(status));
            }
            block.view().get(0, bytes);
        } finally {
            block.free();
        }
    }
}
