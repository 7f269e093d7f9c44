package io.nioshare.provider.windows.winsock;

/**
 * A set of handles, none of them 0, in an array: a {@code Set} of {@code Long} takes several times the memory. A handle is
 * in the first free place from its own on. Not thread-safe.
 */
final class HandleSet {

    private static final int FIRST_SIZE = 64;

    /** A power of two of places, at least a third of them free, which are 0. */
    private long[] places = new long[FIRST_SIZE];

    private int size;

    /** Returns false when it is in already. */
    boolean add(long handle) {
        int at = find(handle);
        if (places[at] == handle) {
            return false;
        }
        places[at] = handle;
        size++;
        if (size * 3L > places.length * 2L) {
            grow();
        }
        return true;
    }

    /** Returns false when it isn't in. */
    boolean remove(long handle) {
        int free = find(handle);
        if (places[free] != handle) {
            return false;
        }
        places[free] = 0;
        size--;
        // Those that follow without a gap may have been pushed there by this one.
        for (int at = next(free); places[at] != 0; at = next(at)) {
            long follower = places[at];
            places[at] = 0;
            places[find(follower)] = follower;
        }
        return true;
    }

    /** Where it is, or else where it belongs. */
    private int find(long handle) {
        int at = own(handle);
        while (places[at] != 0 && places[at] != handle) {
            at = next(at);
        }
        return at;
    }

    /** Handles are multiples of four, and most of them small: they rarely have the same place. */
    private int own(long handle) {
        return Long.hashCode(handle >>> 2) & places.length - 1;
    }

    private int next(int at) {
        return at + 1 & places.length - 1;
    }

    private void grow() {
        long[] old = places;
        places = new long[old.length * 2];
        for (long handle : old) {
            if (handle != 0) {
                places[find(handle)] = handle;
            }
        }
    }
}
