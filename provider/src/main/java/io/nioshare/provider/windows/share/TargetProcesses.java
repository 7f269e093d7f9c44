package io.nioshare.provider.windows.share;

import io.nioshare.ShareException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The processes that sockets are exported to, kept open a moment longer than needed, since hand-offs seldom come alone:
 * to open a process and learn when it was started takes more calls than the export. Thread-safe.
 */
final class TargetProcesses {

    private static final int KEPT = 32;
    private static final long LINGER_MILLIS = 1_000;

    private final Map<Long, Kept> processes = new HashMap<>();
    private boolean sweepDue;

    /** Guarded by the monitor of the map's owner. */
    private static final class Kept {
        final TargetProcess process;
        int users = 1;
        long lastUse;

        /** Nobody is to get it any more; closed when its last user has done with it. */
        boolean dropped;

        Kept(TargetProcess process) {
            this.process = process;
        }
    }

    /** Uses a process. */
    interface Use<T> {
        T with(TargetProcess process) throws ShareException;
    }

    /**
     * Does something with a process while it is open.
     *
     * @throws io.nioshare.TargetProcessException if there is none, or it may not be opened
     */
    <T> T with(long pid, Use<T> use) throws ShareException {
        Kept kept = acquire(pid);
        boolean done = false;
        try {
            T result = use.with(kept.process);
            done = true;
            return result;
        } finally {
            release(kept, done);
        }
    }

    private Kept acquire(long pid) throws ShareException {
        synchronized (this) {
            Kept kept = processes.get(pid);
            if (kept != null) {
                kept.users++;
                return kept;
            }
        }
        Kept opened = new Kept(TargetProcess.open(pid));
        synchronized (this) {
            Kept kept = processes.putIfAbsent(pid, opened);
            if (kept == null) {
                opened.dropped = processes.size() > KEPT;
                if (opened.dropped) {
                    processes.remove(pid);
                }
                return opened;
            }
            kept.users++;
            opened.process.close();
            return kept;
        }
    }

    /** After a failure the process is looked at anew. */
    private void release(Kept kept, boolean keep) {
        synchronized (this) {
            if (!keep && !kept.dropped) {
                kept.dropped = true;
                processes.remove(kept.process.pid());
            }
            kept.users--;
            if (kept.users > 0) {
                return;
            }
            if (!kept.dropped) {
                kept.lastUse = System.nanoTime();
                sweepLater();
                return;
            }
        }
        kept.process.close();
    }

    private void sweepLater() {
        if (!sweepDue) {
            sweepDue = true;
            Executor later = CompletableFuture.delayedExecutor(LINGER_MILLIS, TimeUnit.MILLISECONDS);
            try {
                later.execute(this::sweep);
            } catch (OutOfMemoryError noThread) {
                // The next one that is released tries again; what was exported meanwhile counts.
                sweepDue = false;
            }
        }
    }

    private synchronized void sweep() {
        sweepDue = false;
        long now = System.nanoTime();
        for (Iterator<Kept> i = processes.values().iterator(); i.hasNext(); ) {
            Kept kept = i.next();
            if (kept.users == 0 && now - kept.lastUse >= TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS)) {
                i.remove();
                kept.process.close();
            }
        }
        if (!processes.isEmpty()) {
            sweepLater();
        }
    }
}
