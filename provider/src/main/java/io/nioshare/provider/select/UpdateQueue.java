package io.nioshare.provider.select;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keys whose interest the kernel doesn't know yet, each at most once. Any thread adds, the selecting thread takes: all
 * that there are under one lock, which is a leaf.
 */
final class UpdateQueue {

    private static final int FIRST_SIZE = 16;

    /** Those added since the last taking, up to {@link #count}. */
    private ShareableKey[] added = new ShareableKey[FIRST_SIZE];

    private int count;

    /** Whether any were added since. Written under the lock. */
    private final AtomicBoolean filled = new AtomicBoolean();

    /** For the selecting thread: those taken, of which {@link #next} comes next. */
    private ShareableKey[] taken = new ShareableKey[FIRST_SIZE];

    private int next;
    private int end;

    synchronized void add(ShareableKey key) {
        if (!key.queued) {
            if (count == added.length) {
                added = Arrays.copyOf(added, count * 2);
            }
            added[count++] = key;
            key.queued = true;
            if (!filled.get()) {
                filled.set(true);
            }
        }
    }

    /** For the selecting thread. */
    boolean isEmpty() {
        return next == end && !filled.get();
    }

    /** For the selecting thread; null when the queue is empty. */
    ShareableKey poll() {
        if (next == end) {
            if (!filled.get()) {
                return null;
            }
            takeAll();
        }
        ShareableKey key = taken[next];
        taken[next++] = null;
        return key;
    }

    private synchronized void takeAll() {
        ShareableKey[] empty = taken;
        taken = added;
        added = empty;
        next = 0;
        end = count;
        count = 0;
        for (int i = 0; i < end; i++) {
            taken[i].queued = false;
        }
        // Whoever adds looks under the lock, and the selecting thread sees what it wrote: no barrier is needed.
        filled.setRelease(false);
    }
}
