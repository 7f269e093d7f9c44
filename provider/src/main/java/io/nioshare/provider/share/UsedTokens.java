package io.nioshare.provider.share;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The tokens that this process has used, the newest million of them. Not every system notices a second use; what is
 * older than that is left to the system's own checks. Thread-safe.
 */
final class UsedTokens {

    private static final int REMEMBERED = 1_000_000;

    private final Set<Object> identities = new LinkedHashSet<>();

    /** Returns false when it was used before. */
    synchronized boolean add(Object identity) {
        if (!identities.add(identity)) {
            return false;
        }
        if (identities.size() > REMEMBERED) {
            identities.remove(identities.iterator().next());
        }
        return true;
    }

    /** The use came to nothing: the token is still good. */
    synchronized void remove(Object identity) {
        identities.remove(identity);
    }
}
