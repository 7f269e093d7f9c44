package io.nioshare.provider.linux.socket;

import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.memory.OffHeapBlock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What users and groups are called.
 *
 * <pre>
 * struct passwd { char *name; ... };   // 48 bytes
 * struct group  { char *name; ... };   // 32 bytes
 * </pre>
 */
public final class Accounts {

    private static final int RESULT = 48;
    private static final int STRINGS = 64;

    /** Enough for all members of a big group. */
    private static final int STRINGS_BYTES = 64 << 10;

    private Accounts() {}

    /** One of the two calls. */
    private interface Lookup {
        int find(long entry, long buffer, long length, long result);
    }

    public static String userName(int id) {
        return name(id, (entry, buffer, length, result) -> Libc.getpwuid_r(id, entry, buffer, length, result));
    }

    public static String groupName(int id) {
        return name(id, (entry, buffer, length, result) -> Libc.getgrgid_r(id, entry, buffer, length, result));
    }

    private static String name(int id, Lookup lookup) {
        OffHeapBlock block = new OffHeapBlock(NativeMemory.INSTANCE, STRINGS + STRINGS_BYTES);
        try {
            long address = block.address();
            ByteBuffer view = block.view();
            view.putLong(RESULT, 0);
            lookup.find(address, address + STRINGS, STRINGS_BYTES, address + RESULT);
            boolean found = view.getLong(RESULT) != 0;
            return found ? string(view, (int) (view.getLong(0) - address)) : Integer.toUnsignedString(id);
        } finally {
            block.free();
        }
    }

    private static String string(ByteBuffer view, int at) {
        int end = at;
        while (view.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - at];
        view.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
