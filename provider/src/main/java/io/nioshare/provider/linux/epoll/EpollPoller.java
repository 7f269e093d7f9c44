package io.nioshare.provider.linux.epoll;

import io.nioshare.provider.linux.libc.Epoll;
import io.nioshare.provider.linux.libc.LastError;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.linux.socket.Errno;
import io.nioshare.provider.linux.socket.LinuxSocket;
import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An epoll descriptor, and an eventfd that wakes who waits there.
 *
 * <p>Its monitor guards registrations and their slots. Nothing waits while it is held.
 */
public final class EpollPoller implements OsPoller {

    private static final int MAX_EVENTS = 512;

    /** Most selectors never have more at once. */
    private static final int FEW_EVENTS = 16;

    private static final long WAKEUP = -1;

    /** After the events that the kernel writes: one that it is told, and what is written to wake up. */
    private static final int CHANGE = MAX_EVENTS * Epoll.EVENT_BYTES;

    private static final int SIGNAL = CHANGE + 16;
    private static final int PROBES = SIGNAL + Long.BYTES;

    private final int epoll;
    private final int wakeup;

    private final OffHeapBlock memory = new OffHeapBlock(NativeMemory.INSTANCE, PROBES + Probes.BYTES);
    private final ByteBuffer view = memory.view();

    /**
     * For the polling thread: what is to be passed on, from {@link #passedOn} up to {@link #readyCount}, and what the events
     * mean.
     */
    private EpollRegistration[] ready = new EpollRegistration[FEW_EVENTS];

    private int[] readyEvents = new int[FEW_EVENTS];
    private int readyCount;
    private int passedOn;

    private final Slots slots = new Slots();
    private final Probes probes;

    /** Held while the wakeup is signalled; taken after the monitor, where both are. */
    private final Object waking = new Object();

    /** Written under both. */
    private boolean closed;

    private EpollPoller(int epoll, int wakeup) {
        this.epoll = epoll;
        this.wakeup = wakeup;
        view.putLong(SIGNAL, 1);
        probes = new Probes(this, view.slice(PROBES, Probes.BYTES).order(view.order()), memory.address() + PROBES);
    }

    public static EpollPoller open() throws IOException {
        int epoll = Epoll.epoll_create1(Epoll.EPOLL_CLOEXEC);
        if (epoll < 0) {
            throw Errno.toException("epoll_create1", LastError.get());
        }
        int wakeup = Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
        if (wakeup < 0) {
            IOException failure = Errno.toException("eventfd", LastError.get());
            Libc.close(epoll);
            throw failure;
        }
        EpollPoller poller = new EpollPoller(epoll, wakeup);
        // Edge-triggered: each signal is an event of its own, and the counter is never read.
        int error = poller.control(Epoll.EPOLL_CTL_ADD, wakeup, Epoll.EPOLLIN | Epoll.EPOLLET, WAKEUP);
        if (error != 0) {
            poller.close();
            throw Errno.toException("epoll_ctl", error);
        }
        return poller;
    }

    @Override
    public synchronized OsRegistration register(OsSocket socket, Object attachment) throws IOException {
        int slot = slots.take();
        EpollRegistration registration =
                new EpollRegistration(this, ((LinuxSocket) socket).descriptor(), attachment, slot);
        slots.put(slot, registration);
        return registration;
    }

    @Override
    public int poll(long timeout, Sink sink) throws IOException {
        boolean look = probes.isEmpty();
        if (!look) {
            synchronized (this) {
                look = probes.look(timeout == OsStatus.NO_WAIT);
            }
        }
        if (look) {
            waitForEvents(timeout);
        }
        int count = readyCount - passedOn;
        while (passedOn < readyCount) {
            EpollRegistration registration = ready[passedOn];
            ready[passedOn] = null;
            registration.delivered();
            // If it throws, the next poll goes on behind this one.
            sink.ready(registration.attachment(), readyEvents[passedOn++]);
        }
        passedOn = 0;
        readyCount = 0;
        return count;
    }

    private void waitForEvents(long timeout) throws IOException {
        int millis = timeout == OsStatus.FOREVER ? -1 : (int) Math.min(timeout, Integer.MAX_VALUE);
        int count = Epoll.epoll_wait(epoll, memory.address(), MAX_EVENTS, readyCount == 0 ? millis : 0);
        if (count < 0) {
            int error = LastError.get();
            if (!Errno.EINTR.is(error)) {
                throw Errno.toException("epoll_wait", error);
            }
        } else if (count > 0) {
            interpret(count);
        }
    }

    private synchronized void interpret(int count) {
        reserve(count);
        for (int at = 0; at < count * Epoll.EVENT_BYTES; at += Epoll.EVENT_BYTES) {
            long data = view.getLong(at + Epoll.DATA);
            EpollRegistration registration =
                    data == WAKEUP ? null : slots.get((int) data, (int) (data >>> Integer.SIZE));
            int meaning = registration == null ? 0 : registration.spend(view.getInt(at));
            if (meaning != 0) {
                report(registration, meaning);
            }
        }
    }

    /** Makes room for so many reports, before anything is found that would be lost without. By the polling thread. */
    void reserve(int reports) {
        int needed = readyCount + reports;
        if (needed > ready.length) {
            int size = Math.max(needed, ready.length * 2);
            int[] events = Arrays.copyOf(readyEvents, size);
            ready = Arrays.copyOf(ready, size);
            readyEvents = events;
        }
    }

    /** Where there is room. Under the monitor, by the polling thread. */
    void report(EpollRegistration registration, int meaning) {
        ready[readyCount] = registration;
        readyEvents[readyCount++] = meaning;
    }

    /** Under the monitor, by the polling thread. */
    void probeLater(EpollRegistration registration) {
        probes.add(registration);
    }

    int descriptor() {
        return epoll;
    }

    @Override
    public void wakeup() throws IOException {
        // Not under the monitor, which the woken thread wants at once.
        synchronized (waking) {
            // Once closed, the descriptor's number may belong to somebody else.
            if (!closed && Libc.write(wakeup, memory.address() + SIGNAL, Long.BYTES) < 0) {
                throw Errno.toException("write(eventfd)", LastError.get());
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        synchronized (waking) {
            closed = true;
        }
        slots.forEach(EpollRegistration::abandon);
        Libc.close(epoll);
        Libc.close(wakeup);
        memory.free();
        probes.clear();
        Arrays.fill(ready, null);
    }

    /** What the kernel is to say of the socket in this slot: generation and slot. Under the monitor. */
    long data(int slot) {
        return (long) slots.generation(slot) << Integer.SIZE | slot;
    }

    /** Under the monitor. Returns 0, or the error. */
    int control(int operation, int descriptor, int interest, long data) {
        view.putInt(CHANGE, interest).putLong(CHANGE + Epoll.DATA, data);
        return Epoll.epoll_ctl(epoll, operation, descriptor, memory.address() + CHANGE) == 0 ? 0 : LastError.get();
    }

    /** Under the monitor. Can't fail for a descriptor that is open and was added. */
    void remove(int descriptor) {
        Epoll.epoll_ctl(epoll, Epoll.EPOLL_CTL_DEL, descriptor, memory.address() + CHANGE);
    }

    /** Under the monitor. */
    void free(EpollRegistration registration) {
        slots.free(registration.slot());
    }
}
