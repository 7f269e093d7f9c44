package io.nioshare.provider.channel;

import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsStatus;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;

/**
 * What every call on a channel's descriptor goes through: while it is inside, the descriptor stays open, and if it may
 * wait, close and interrupt end it.
 *
 * <pre>
 * gate.begin(timeout);
 * try { … } finally { gate.end(timeout, completed); }
 * </pre>
 *
 * <p>The channel supplies what {@code java.nio.channels.spi} lets none but itself do, or tells none but it.
 */
abstract class CallGate {

    private final SocketLife life;

    CallGate(SocketLife life) {
        this.life = life;
    }

    /** Begins a call that may wait, so that an interrupt closes the channel. */
    abstract void beginWaiting();

    /** Ends it; throws when it came to nothing because the channel was closed or the thread interrupted. */
    abstract void endWaiting(boolean completed) throws AsynchronousCloseException;

    abstract boolean isBlocking();

    /**
     * The operation for a call of this length.
     *
     * @param unwaiting the direction's own for calls with {@code NO_WAIT}, which needn't be looked up: see {@link
     *     SocketLife#operation}
     */
    final OsOperation operation(OsOperation unwaiting, int direction, long timeout) {
        return timeout == OsStatus.NO_WAIT ? unwaiting : life.operation(direction, timeout);
    }

    /** See {@link SocketLife#cancel}. */
    final void cancel(int direction) {
        life.cancel(direction);
    }

    /** How long a call waits in the channel's mode. Under the lock that the mode is changed under. */
    final long timeout() {
        return isBlocking() ? OsStatus.FOREVER : OsStatus.NO_WAIT;
    }

    final void requireBlockingMode() {
        if (!isBlocking()) {
            throw new IllegalBlockingModeException();
        }
    }

    /** Either the call is inside after this, or it throws and there is nothing to end. */
    final void begin(long timeout) throws ClosedChannelException {
        if (timeout != OsStatus.NO_WAIT) {
            life.noteWaiter();
            beginWaiting();
        }
        if (!life.tryEnter()) {
            refuse(timeout);
        }
    }

    private void refuse(long timeout) throws ClosedChannelException {
        if (timeout != OsStatus.NO_WAIT) {
            // Throws after an interrupt alone: the channel was closed before the call got inside.
            endWaiting(true);
        }
        throw new ClosedChannelException();
    }

    final void end(long timeout, boolean completed) throws AsynchronousCloseException {
        life.leave();
        if (timeout != OsStatus.NO_WAIT) {
            endWaiting(completed);
        }
    }

    /** What {@code java.nio} returns for a count or an {@code OsStatus}. */
    static long count(long result) {
        return result == OsStatus.UNAVAILABLE ? 0 : result;
    }
}
