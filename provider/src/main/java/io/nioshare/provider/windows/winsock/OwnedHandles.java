package io.nioshare.provider.windows.winsock;

/**
 * The socket handles that this library has open in this process. An import that yields one of them got no copy but an
 * alias, which must not be closed: Wine does that with a token that is used twice. Thread-safe.
 */
final class OwnedHandles {

    /** Guarded by itself. */
    private static final HandleSet OPEN = new HandleSet();

    private OwnedHandles() {}

    static boolean add(long handle) {
        synchronized (OPEN) {
            return OPEN.add(handle);
        }
    }

    /** Before the handle is closed: its number may be in use again as soon as it is. */
    static void remove(long handle) {
        synchronized (OPEN) {
            OPEN.remove(handle);
        }
    }
}
