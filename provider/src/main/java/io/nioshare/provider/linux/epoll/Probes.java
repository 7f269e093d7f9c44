package io.nioshare.provider.linux.epoll;

import io.nioshare.provider.linux.libc.Epoll;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.libc.PollFd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Sockets that one {@code poll} may be asked about, so that epoll needn't hear of them: those that are to be written to,
 * most of which have room, and new ones when nobody wants to wait. Where there is room, one call replaces three; what
 * isn't ready is watched by epoll from then on, or from the next poll on if this one doesn't wait. Guarded by the poller's
 * monitor.
 *
 * <p>The first that is asked about is the poller's own epoll.
 */
final class Probes {

    private static final int MOST = 64;
    static final int BYTES = (1 + MOST) * PollFd.BYTES;

    private static final int FIRST_SIZE = 4;

    private final EpollPoller poller;
    private final ByteBuffer memory;
    private final long address;

    private EpollRegistration[] queue = new EpollRegistration[FIRST_SIZE];

    /** Changed by the polling thread alone. */
    private int count;

    /**
     * @param memory {@link #BYTES} of native memory, where the address is
     */
    Probes(EpollPoller poller, ByteBuffer memory, long address) {
        this.poller = poller;
        this.memory = memory;
        this.address = address;
    }

    /** For the polling thread, which needn't hold the monitor. */
    boolean isEmpty() {
        return count == 0;
    }

    void add(EpollRegistration registration) {
        if (count == queue.length) {
            queue = Arrays.copyOf(queue, count * 2);
        }
        queue[count++] = registration;
    }

    void clear() {
        truncate(0);
    }

    /**
     * Looks, and reports what is ready to the poller.
     *
     * @param noWait whether the poll is to return at once
     * @return whether epoll is to be asked, too
     */
    boolean look(boolean noWait) {
        int probed = choose(noWait);
        if (probed == 0) {
            return true;
        }
        poller.reserve(probed);
        ask(0, poller.descriptor(), Epoll.EPOLLIN);
        for (int i = 0; i < probed; i++) {
            ask(1 + i, queue[i].descriptor(), queue[i].question());
        }
        // Fails for lack of memory or of permitted descriptors, or by a signal: nothing was found then.
        boolean failed = Libc.poll(address, 1 + probed, 0) < 0;
        boolean others = failed || found(0) != 0;
        int unready = 0;
        for (int i = 0; i < probed; i++) {
            EpollRegistration registration = queue[i];
            int meaning = registration.probed(failed ? 0 : found(1 + i));
            if (meaning == 0) {
                queue[unready++] = registration;
            } else {
                registration.dequeued();
                poller.report(registration, meaning);
            }
        }
        truncate(unready);
        if (noWait || unready < probed) {
            return others;
        }
        choose(false);
        return true;
    }

    /** Keeps those that are worth a probe, and has epoll watch the others. Returns how many are left. */
    private int choose(boolean noWait) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            EpollRegistration registration = queue[i];
            if (kept < MOST && registration.isNews() && registration.isWorthAProbe(noWait)) {
                queue[kept++] = registration;
            } else {
                settle(registration);
            }
        }
        truncate(kept);
        return kept;
    }

    private void settle(EpollRegistration registration) {
        registration.dequeued();
        if (registration.isNews()) {
            try {
                registration.settle();
            } catch (IOException refused) {
                poller.reserve(1);
                poller.report(registration, registration.refused());
            }
        }
    }

    private void truncate(int size) {
        Arrays.fill(queue, size, count, null);
        count = size;
    }

    private void ask(int place, int descriptor, int events) {
        PollFd.ask(memory, place * PollFd.BYTES, descriptor, events);
    }

    private int found(int place) {
        return PollFd.found(memory, place * PollFd.BYTES);
    }
}
