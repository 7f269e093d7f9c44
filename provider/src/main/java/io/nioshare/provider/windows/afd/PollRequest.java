package io.nioshare.provider.windows.afd;

import java.io.IOException;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * A request to the poll device about one socket or several; its states are drawn in the package's description.
 * Everything is guarded by the poller's monitor.
 */
final class PollRequest {

    /** Each socket costs the driver time when the request is made and when it completes. */
    static final int MOST_SOCKETS = 32;

    private static final int MOST_MISSES = 2;

    /** Many requests that could ask about more sockets never do. */
    private static final int FIRST_PLACES = 2;

    enum State {
        /** Not with the kernel. */
        IDLE,
        /** With the kernel. */
        PENDING,
        /** With the kernel, and taken back: its completion is on the way. */
        CANCELLING
    }

    private final PollGroup group;
    private final int slot;

    /** The word of the group's memory where the block begins. */
    private final int block;

    private PollRegistration[] sockets;

    private int count;

    /** How many answers in a row told nothing about most of the sockets. */
    private int misses;

    private State state = State.IDLE;

    /** Whether it had completed when the submitting call returned. */
    private boolean atOnce;

    PollRequest(PollGroup group, int slot, int mostSockets) {
        this.group = group;
        this.slot = slot;
        this.block = slot * PollBlock.words(mostSockets);
        this.sockets = new PollRegistration[Math.min(FIRST_PLACES, mostSockets)];
    }

    PollGroup group() {
        return group;
    }

    boolean isFull() {
        return count == group.sockets();
    }

    int count() {
        return count;
    }

    /** Adds what a socket's registration wants to an idle request. */
    void add(PollRegistration socket) {
        if (count == sockets.length) {
            sockets = Arrays.copyOf(sockets, Math.min(2 * count, group.sockets()));
        }
        sockets[count] = socket;
        count++;
        socket.askedBy(this);
    }

    /** Takes a socket out of an idle request. */
    PollRegistration removeLast() {
        count--;
        PollRegistration last = sockets[count];
        sockets[count] = null;
        return last;
    }

    /**
     * @throws IOException when the kernel refuses; then the request is idle
     */
    void submit() throws IOException {
        LongBuffer blocks = group.blocks();
        PollBlock.begin(blocks, block, count, AfdPoller.NO_TIMEOUT);
        for (int i = 0; i < count; i++) {
            PollRegistration socket = sockets[i];
            PollBlock.ask(blocks, block, i, socket.socket(), PollEvents.toDevice(socket.ask()));
        }
        atOnce = !group.device().submit(group.address(slot), count);
        state = State.PENDING;
    }

    /** A socket's registration wants something else than before. Narrowing costs nothing: see {@code answered}. */
    void widen(PollRegistration socket) {
        if (state != State.PENDING) {
            // Asked about again when the completion has come.
            return;
        }
        if (socket.wantsMoreThanAsked()) {
            cancel();
        }
    }

    /** Its completion comes all the same, and with it the other sockets are asked about again. */
    void cancel() {
        if (state == State.PENDING) {
            group.device().cancel(group.address(slot));
            state = State.CANCELLING;
        }
    }

    /** Its poller is closed: takes it back, and lets go of its sockets. */
    void abandon() {
        for (int i = 0; i < count; i++) {
            sockets[i].release();
        }
        cancel();
    }

    /**
     * Its completion was taken out of the port: tells each socket's registration. Those to which nothing happened stay
     * in the request, which is idle now and has to be submitted again. Those that were ready come back by the queue, if
     * at all: so a socket that is always idle ends up among others of its kind.
     */
    void completed() {
        state = State.IDLE;
        readAnswer();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            PollRegistration socket = sockets[i];
            sockets[i] = null;
            if (socket.answered(atOnce)) {
                socket.askedBy(this);
                sockets[kept++] = socket;
            }
        }
        misses = kept * 2 > count ? misses + 1 : 0;
        count = kept;
    }

    /**
     * Whether its sockets aren't ready together: asking again about all the others whenever one is ready costs more than
     * a request for each.
     */
    boolean isMismatch() {
        return misses >= MOST_MISSES && group.sockets() > 1;
    }

    /** Lets its sockets ask alone. */
    void part() {
        while (count > 0) {
            removeLast().part();
        }
        misses = 0;
    }

    /** Leaves its sockets to other requests. */
    void dissolve() {
        while (count > 0) {
            removeLast().requeue();
        }
        misses = 0;
    }

    /** The answer names sockets by their handles, which no two of a request have in common, unless registered twice. */
    private void readAnswer() {
        LongBuffer blocks = group.blocks();
        int ready = PollBlock.ready(blocks, block);
        int next = 0;
        for (int i = 0; i < ready; i++) {
            long socket = PollBlock.socket(blocks, block, i);
            int events = PollBlock.events(blocks, block, i);
            for (int tries = 0; tries < count; tries++, next = (next + 1) % count) {
                if (sockets[next].socket() == socket && sockets[next].occurred(events)) {
                    break;
                }
            }
        }
    }
}
