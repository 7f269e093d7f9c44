package io.nioshare.provider.select;

import java.util.ArrayDeque;

/** Keys whose interest the kernel doesn't know yet, each at most once. Thread-safe; its lock is a leaf. */
final class UpdateQueue {

    private final ArrayDeque<ShareableKey> keys = new ArrayDeque<>();

    /** Whether there may be keys. Written under the lock. */
    private volatile boolean filled;

    void add(ShareableKey key) {
        synchronized (keys) {
            if (!key.queued) {
                key.queued = true;
                keys.addLast(key);
                filled = true;
            }
        }
    }

    /** Never true while there is a key; perhaps false for a moment when there is none any more. */
    boolean isEmpty() {
        return !filled;
    }

    /** Null when the queue is empty. */
    ShareableKey poll() {
        return filled ? pollFilled() : null;
    }

    private ShareableKey pollFilled() {
        synchronized (keys) {
            ShareableKey key = keys.pollFirst();
            if (key != null) {
                key.queued = false;
            } else {
                filled = false;
            }
            return key;
        }
    }
}
