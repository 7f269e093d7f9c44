package io.nioshare.provider.select;

import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectionKey;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.IntUnaryOperator;

/** A channel's registration with a {@link ShareableSelector}. */
final class ShareableKey extends AbstractSelectionKey implements StateListener {

    private static final AtomicIntegerFieldUpdater<ShareableKey> INTEREST =
            AtomicIntegerFieldUpdater.newUpdater(ShareableKey.class, "interest");

    private final ShareableSelector selector;
    private final SelectableChannel channel;
    private final SelectableSocket socket;

    private volatile int interest;
    private volatile int ready;

    /** Whether the key is in the selector's update queue, whose lock guards this. */
    boolean queued;

    /** Where in the selected-key set the key is, if it is there. Guarded as that set. */
    int place;

    /** What the kernel reported in the present selection. For the selecting thread alone. */
    int fired;

    /** Whether it was reported, and of no interest, that the connection stands: not to be asked for again. */
    private boolean connects;

    /** For the selecting thread alone; null until the kernel has to know of the channel. */
    private OsRegistration registration;

    ShareableKey(ShareableSelector selector, SelectableChannel channel, SelectableSocket socket, int interest) {
        this.selector = selector;
        this.channel = channel;
        this.socket = socket;
        this.interest = interest;
    }

    @Override
    public SelectableChannel channel() {
        return channel;
    }

    @Override
    public Selector selector() {
        return selector;
    }

    @Override
    public int interestOps() {
        ensureValid();
        return interest;
    }

    @Override
    public SelectionKey interestOps(int ops) {
        requireValid(ops);
        if (INTEREST.getAndSet(this, ops) != ops) {
            selector.queueUpdate(this);
        }
        return this;
    }

    @Override
    public int interestOpsOr(int ops) {
        return change(ops, old -> old | ops);
    }

    @Override
    public int interestOpsAnd(int ops) {
        return change(0, old -> old & ops);
    }

    private int change(int added, IntUnaryOperator operator) {
        requireValid(added);
        int old = INTEREST.getAndUpdate(this, operator);
        if (old != interest) {
            selector.queueUpdate(this);
        }
        return old;
    }

    private void requireValid(int operations) {
        ensureValid();
        if ((operations & ~channel.validOps()) != 0) {
            throw new IllegalArgumentException("operations " + operations + " are not among " + channel.validOps());
        }
    }

    @Override
    public int readyOps() {
        ensureValid();
        return ready;
    }

    private void ensureValid() {
        if (!isValid()) {
            throw new CancelledKeyException();
        }
    }

    @Override
    public void stateChanged() {
        if (isValid() && toAsk() != 0) {
            selector.stateChanged(this);
        }
    }

    /** Tells the kernel what is of interest now. */
    void arm() throws IOException {
        int operations = toAsk();
        if (registration == null) {
            if (operations == 0) {
                return;
            }
            registration = socket.pollable().enroll(selector.poller(), this);
            if (registration == null) {
                return;
            }
        }
        registration.interest(operations);
    }

    /** What to ask the kernel for. Whoever waits for anything else is told at least if connecting fails. */
    private int toAsk() {
        int wanted = interest;
        int operations = socket.possible(wanted);
        boolean outcome = operations == 0 && wanted != 0 && !connects && socket.isConnecting();
        return outcome ? OP_CONNECT : operations;
    }

    void withdraw() {
        socket.pollable().withdraw(this, registration);
        registration = null;
    }

    /** Which of the reported operations count. */
    int relevant() {
        boolean failed = (fired & OsPoller.BROKEN) != 0 && socket.isConnecting();
        return failed ? interest : socket.possible(fired & interest);
    }

    /** What fired isn't relevant. */
    void drop() {
        connects |= (fired & OP_CONNECT) != 0;
        fired = 0;
    }

    void setReady(int operations) {
        ready = operations;
    }

    /** Adds to what is ready; returns whether anything is new. */
    boolean addReady(int operations) {
        int old = ready;
        ready = old | operations;
        return ready != old;
    }
}
