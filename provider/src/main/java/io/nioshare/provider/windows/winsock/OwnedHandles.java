package io.nioshare.provider.windows.winsock;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The socket handles that this library has open in this process. An import that yields one of them got no copy but an
 * alias, which must not be closed: Wine does that with a token that is used twice.
 */
final class OwnedHandles {

    private static final Set<Long> OPEN = ConcurrentHashMap.newKeySet();

    private OwnedHandles() {}

    static boolean add(long handle) {
        return OPEN.add(handle);
    }

    /** Before the handle is closed: its number may be in use again as soon as it is. */
    static void remove(long handle) {
        OPEN.remove(handle);
    }
}
