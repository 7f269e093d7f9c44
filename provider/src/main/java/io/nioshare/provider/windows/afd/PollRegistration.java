package io.nioshare.provider.windows.afd;

import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import java.nio.channels.SelectionKey;

/** A socket in a poller: what is wanted of it, and the request that asks for that. Guarded by the poller's monitor. */
final class PollRegistration implements OsRegistration {

    private static final int FIRST_ALONE = 8;
    private static final int MOST_MISMATCHES = 7;

    private final AfdPoller poller;
    private final long socket;
    private final Object attachment;

    /** The one that asks about this socket; null when none is with the kernel. */
    private PollRequest request;

    /** What the selector wants to hear of. */
    private int wanted;

    /** What the kernel is asked for. */
    private int asked;

    /** Which of the device's events it says have occurred. */
    private int occurred;

    /** What it will be told when this poll returns. */
    private int found;

    /** Whether it is among those to be asked about at the next poll. */
    private boolean queued;

    /** How many questions are still to be asked about this socket alone. */
    private short alone;

    /** How often it was a bad match for the others of a request, up to {@link #MOST_MISMATCHES}. */
    private byte mismatches;

    /** Whether the last question about it found data at once, so that more may be there when it is asked about again. */
    private boolean expectsData;

    /** Whether a probe is to look for room for output: as long as each finds some. */
    private boolean expectsRoom;

    private boolean released;

    /**
     * @param probed whether a probe may look for more than data
     */
    PollRegistration(AfdPoller poller, long socket, Object attachment, boolean probed) {
        this.poller = poller;
        this.socket = socket;
        this.attachment = attachment;
        this.expectsRoom = probed;
    }

    @Override
    public void interest(int operations) {
        synchronized (poller) {
            if (released) {
                return;
            }
            wanted = operations;
            if (request == null ? operations != 0 : looksForRoom()) {
                enqueue();
            } else if (request != null) {
                request.widen(this);
            }
        }
    }

    private void enqueue() {
        if (!queued) {
            poller.enqueue(this);
            queued = true;
        }
    }

    /** Taken from the queue; returns whether there is something to ask. */
    boolean dequeued() {
        queued = false;
        return wanted != 0 && !released;
    }

    /** Whether a request asks about it; with that one it is asked about again if it wants more now. */
    boolean isAskedAbout() {
        if (request == null) {
            return false;
        }
        request.widen(this);
        return true;
    }

    /** Whether room for output is newly of interest, and likely to be there. */
    private boolean looksForRoom() {
        boolean asksForIt = request != null && (asked & SelectionKey.OP_WRITE) != 0;
        return expectsRoom && !asksForIt && (wanted & SelectionKey.OP_WRITE) != 0;
    }

    /**
     * Where there was data as soon as this socket was asked about, looking for more costs one call; a request costs two, to
     * submit it and to fetch its completion. Under Wine a request that is ready at once costs far more: until its answer
     * is fetched, the server wakes up for it again and again, and on one CPU keeps it from being fetched.
     *
     * <p>Only where nothing but reading is of interest, since the answer tells of nothing else. Where room for output is, a
     * poll that doesn't wait tells of all events, and leaves alone a request that asks for others.
     *
     * @return whether it is ready, and needn't be asked about
     */
    boolean readyByProbe(Probe probe) {
        if (looksForRoom()) {
            return readyAtOnce(probe.occurred(socket, PollEvents.toDevice(wanted)));
        }
        if (request != null || !expectsData || wanted != SelectionKey.OP_READ) {
            return false;
        }
        expectsData = probe.hasData(socket);
        if (expectsData) {
            report(SelectionKey.OP_READ);
        }
        return expectsData;
    }

    private boolean readyAtOnce(int events) {
        expectsRoom = (PollEvents.toOperations(events, wanted) & SelectionKey.OP_WRITE) != 0;
        return reportWanted(events);
    }

    /** Whether the question that is to be asked now is to be about this socket alone. */
    boolean asksAlone() {
        if (alone == 0) {
            return false;
        }
        alone--;
        return true;
    }

    void askedBy(PollRequest asking) {
        request = asking;
    }

    /** Asks for what is wanted now. */
    int ask() {
        asked = wanted;
        occurred = 0;
        return asked;
    }

    boolean wantsMoreThanAsked() {
        return (wanted & ~asked) != 0;
    }

    /**
     * The answer says that these events have occurred.
     *
     * @return false when that was an answer to another question about this socket
     */
    boolean occurred(int events) {
        boolean mine = occurred == 0 && (events & PollEvents.toDevice(asked)) != 0;
        if (mine) {
            occurred = events;
        }
        return mine;
    }

    /**
     * The request that asked about this socket has completed.
     *
     * @param atOnce whether it did so as soon as it was submitted
     * @return whether nothing has happened, and the same question has to be asked again
     */
    boolean answered(boolean atOnce) {
        request = null;
        if (released) {
            return false;
        }
        expectsData = atOnce && PollEvents.hasData(occurred);
        if (reportWanted(occurred)) {
            return false;
        }
        if (wanted != 0 && (occurred != 0 || wantsMoreThanAsked())) {
            enqueue();
            return false;
        }
        return wanted != 0;
    }

    /** The kernel doesn't take a question about this socket: the next call on it will tell why. */
    void refused() {
        request = null;
        if (!released && wanted != 0) {
            report(wanted);
        }
    }

    /** Reports what these events of the device mean to who wants something; returns whether they mean anything. */
    private boolean reportWanted(int events) {
        int ready = PollEvents.toOperations(events, wanted);
        if (ready != 0) {
            report(PollEvents.isBroken(events) ? ready | OsPoller.BROKEN : ready);
        }
        return ready != 0;
    }

    private void report(int operations) {
        wanted = 0;
        found = operations;
        poller.report(this);
    }

    /** Leaves a request whose sockets aren't ready together, to be asked about alone, each time for longer. */
    void part() {
        alone = (short) (FIRST_ALONE << mismatches);
        mismatches = (byte) Math.min(mismatches + 1, MOST_MISMATCHES);
        requeue();
    }

    /** Leaves a request that doesn't ask again. */
    void requeue() {
        request = null;
        enqueue();
    }

    @Override
    public void release() {
        synchronized (poller) {
            if (!released) {
                released = true;
                if (request != null) {
                    request.cancel();
                }
            }
        }
    }

    long socket() {
        return socket;
    }

    int found() {
        return found;
    }

    Object attachment() {
        return attachment;
    }
}
