package io.nioshare.provider.windows.afd;

import io.nioshare.provider.os.OsRegistration;
import java.io.IOException;

/**
 * The poll request of one registered socket; its states are drawn in the package's description. Everything is guarded
 * by the poller's lock.
 */
final class PollRequest implements OsRegistration {

    enum State {
        /** Not with the kernel. */
        IDLE,
        /** With the kernel. */
        PENDING,
        /** With the kernel, and taken back: its completion is on the way. */
        CANCELLING
    }

    private final AfdPoller poller;
    private final PollGroup group;
    private final int slot;
    private final long socket;
    private final Object attachment;

    private State state = State.IDLE;
    private boolean released;

    /** What the selector wants to hear of. */
    private int wanted;

    /** What the request with the kernel asks for. */
    private int asked;

    PollRequest(AfdPoller poller, PollGroup group, long socket, Object attachment) {
        this.poller = poller;
        this.group = group;
        this.slot = group.take(this);
        this.socket = socket;
        this.attachment = attachment;
    }

    @Override
    public void interest(int operations) throws IOException {
        poller.lock();
        try {
            if (!released) {
                wanted = operations;
                update();
            }
        } finally {
            poller.unlock();
        }
    }

    /** Brings what the kernel is asked for into line with what is wanted. */
    private void update() throws IOException {
        switch (state) {
            case IDLE -> {
                if (wanted != 0) {
                    submit();
                }
            }
            case PENDING -> {
                // Narrowing costs nothing: what isn't wanted any more is dropped when it comes.
                if ((wanted & ~asked) != 0) {
                    cancel();
                }
            }
            case CANCELLING -> {
                // Submitted again when the completion has come.
            }
        }
    }

    private void submit() throws IOException {
        PollBlock.ask(group.view(), PollGroup.offset(slot), socket, PollEvents.toDevice(wanted), AfdPoller.NO_TIMEOUT);
        group.device().submit(group.address(slot));
        asked = wanted;
        state = State.PENDING;
        poller.submitted();
    }

    private void cancel() {
        group.device().cancel(group.address(slot));
        state = State.CANCELLING;
    }

    /**
     * Its completion was taken out of the port.
     *
     * @return what to report: wanted operations that are ready, or 0
     */
    int completed() {
        state = State.IDLE;
        if (released) {
            poller.free(group, slot);
            return 0;
        }
        int events = PollBlock.events(group.view(), PollGroup.offset(slot));
        int ready = PollEvents.toOperations(events, wanted);
        if (ready != 0) {
            wanted = 0;
            return ready;
        }
        return askAgain();
    }

    /** Cancelled in order to widen it, or answered with what isn't wanted any more. */
    private int askAgain() {
        int operations = wanted;
        try {
            update();
            return 0;
        } catch (IOException theNextCallOnTheSocketWillTell) {
            wanted = 0;
            return operations;
        }
    }

    @Override
    public void release() {
        poller.lock();
        try {
            if (released) {
                return;
            }
            released = true;
            switch (state) {
                case IDLE -> poller.free(group, slot);
                case PENDING -> cancel();
                case CANCELLING -> {
                    // The slot is freed when the completion has come.
                }
            }
        } finally {
            poller.unlock();
        }
    }

    State state() {
        return state;
    }

    Object attachment() {
        return attachment;
    }
}
