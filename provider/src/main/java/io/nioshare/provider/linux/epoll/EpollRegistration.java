package io.nioshare.provider.linux.epoll;

import io.nioshare.provider.linux.libc.Epoll;
import io.nioshare.provider.linux.libc.LastError;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.socket.Errno;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import java.io.IOException;
import java.nio.channels.SelectionKey;

/** One socket in an {@link EpollPoller}, whose lock guards it. */
final class EpollRegistration implements OsRegistration {

    private static final int INPUT = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int OUTPUT = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

    private final EpollPoller poller;

    /** The socket's own, or a duplicate when the socket is in by that number already. */
    private int descriptor;

    private boolean duplicated;
    private final Object attachment;
    private final int slot;

    /** Bits of {@link SelectionKey}. */
    private int asked;

    /** Bits of epoll; 0 when the socket isn't in. */
    private int watched;

    /** Whether no call has asked about the socket yet. */
    private boolean fresh = true;

    /** Whether there was room for output each time that {@code poll} looked for it. */
    private boolean hasRoom = true;

    /** Whether it is among those that {@code poll} may be asked about. */
    private boolean queued;

    /** Whether the present poll has found it already. For the polling thread. */
    private boolean found;

    private boolean released;

    EpollRegistration(EpollPoller poller, int descriptor, Object attachment, int slot) {
        this.poller = poller;
        this.descriptor = descriptor;
        this.attachment = attachment;
        this.slot = slot;
    }

    @Override
    public void interest(int events) throws IOException {
        synchronized (poller) {
            if (released) {
                return;
            }
            asked = events;
            if (!queued && isNews()) {
                if (isWorthAProbe(true)) {
                    poller.probeLater(this);
                    queued = true;
                } else {
                    settle();
                }
            }
        }
    }

    /** Whether there is something that the kernel isn't asked yet, or not to be asked any more. */
    boolean isNews() {
        int wanted = toEpoll(asked);
        boolean wider = (wanted & ~watched) != 0;
        boolean idleOutput = (watched & ~wanted & Epoll.EPOLLOUT) != 0;
        return wider || idleOutput;
    }

    /**
     * @param noWait whether the poll is to return at once
     */
    boolean isWorthAProbe(boolean noWait) {
        boolean expectsRoom = hasRoom && (asked & SelectionKey.OP_WRITE) != 0 && (watched & Epoll.EPOLLOUT) == 0;
        return expectsRoom || fresh && noWait;
    }

    /** Is no longer among those that {@code poll} may be asked about. */
    void dequeued() {
        queued = false;
    }

    /** Has the kernel watch what is asked for. */
    void settle() throws IOException {
        watch(toEpoll(asked));
    }

    /** The kernel refuses to watch: the next call on the socket tells why. Returns what to report. */
    int refused() {
        int ready = asked;
        asked = 0;
        found = true;
        return ready | OsPoller.BROKEN;
    }

    int descriptor() {
        return descriptor;
    }

    /** What {@code poll} is to look for. */
    int question() {
        return toEpoll(asked);
    }

    /** {@code poll} has looked, and found these events of epoll. Returns what to report, 0 for nothing. */
    int probed(int events) {
        fresh = false;
        hasRoom &= (asked & SelectionKey.OP_WRITE) == 0 || (events & Epoll.EPOLLOUT) != 0;
        return events == 0 ? 0 : spend(events);
    }

    /** What was found is passed on. */
    void delivered() {
        found = false;
    }

    private static int toEpoll(int events) {
        return ((events & INPUT) != 0 ? Epoll.EPOLLIN : 0) | ((events & OUTPUT) != 0 ? Epoll.EPOLLOUT : 0);
    }

    private void watch(int wanted) throws IOException {
        fresh = false;
        if (wanted == 0) {
            forget();
            return;
        }
        int operation = watched == 0 ? Epoll.EPOLL_CTL_ADD : Epoll.EPOLL_CTL_MOD;
        int error = poller.control(operation, descriptor, wanted, poller.data(slot));
        if (Errno.EEXIST.is(error) && !duplicated) {
            duplicate();
            error = poller.control(operation, descriptor, wanted, poller.data(slot));
        }
        if (error != 0) {
            throw Errno.toException("epoll_ctl", error);
        }
        watched = wanted;
    }

    private void duplicate() throws IOException {
        int copy = Libc.duplicate(descriptor);
        if (copy < 0) {
            throw Errno.toException("fcntl(F_DUPFD_CLOEXEC)", LastError.get());
        }
        descriptor = copy;
        duplicated = true;
    }

    private void forget() {
        if (watched != 0) {
            watched = 0;
            poller.remove(descriptor);
        }
    }

    int slot() {
        return slot;
    }

    Object attachment() {
        return attachment;
    }

    /** What these events of epoll mean to who asked; 0 for nothing. Spends what was asked for. */
    int spend(int events) {
        if (found) {
            return 0;
        }
        boolean broken = (events & (Epoll.EPOLLERR | Epoll.EPOLLHUP)) != 0;
        int ready = broken ? asked : asked & fromEpoll(events);
        if (ready == 0) {
            try {
                settle();
                return 0;
            } catch (IOException refused) {
                // Events that nobody asked for would come for ever.
                return refused();
            }
        }
        asked = 0;
        found = true;
        return broken ? ready | OsPoller.BROKEN : ready;
    }

    private static int fromEpoll(int events) {
        return ((events & Epoll.EPOLLIN) != 0 ? INPUT : 0) | ((events & Epoll.EPOLLOUT) != 0 ? OUTPUT : 0);
    }

    @Override
    public void release() {
        synchronized (poller) {
            if (!released) {
                forget();
                poller.free(this);
                abandon();
            }
        }
    }

    /** Nothing of this is in the kernel any more. */
    void abandon() {
        released = true;
        watched = 0;
        asked = 0;
        if (duplicated) {
            Libc.close(descriptor);
        }
    }
}
