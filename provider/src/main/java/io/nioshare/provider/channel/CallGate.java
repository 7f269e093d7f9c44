package io.nioshare.provider.channel;

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
 */
final class CallGate {

    private final SocketLife life;
    private final ChannelHooks hooks;

    CallGate(SocketLife life, ChannelHooks hooks) {
        this.life = life;
        this.hooks = hooks;
    }

    /** How long a call waits in the channel's mode. Under the lock that the mode is changed under. */
    long timeout() {
        return hooks.isBlocking() ? OsStatus.FOREVER : OsStatus.NO_WAIT;
    }

    void requireBlockingMode() {
        if (!hooks.isBlocking()) {
            throw new IllegalBlockingModeException();
        }
    }

    /** Either the call is inside after this, or it throws and there is nothing to end. */
    void begin(long timeout) throws ClosedChannelException {
        if (timeout != OsStatus.NO_WAIT) {
            hooks.beginWaiting();
        }
        if (!life.tryEnter()) {
            refuse(timeout);
        }
    }

    private void refuse(long timeout) throws ClosedChannelException {
        if (timeout != OsStatus.NO_WAIT) {
            hooks.endWaiting(false);
        }
        throw new ClosedChannelException();
    }

    void end(long timeout, boolean completed) throws AsynchronousCloseException {
        life.leave();
        if (timeout != OsStatus.NO_WAIT) {
            hooks.endWaiting(completed);
        }
    }

    /** What {@code java.nio} returns for a count or an {@code OsStatus}. */
    static long count(long result) {
        return result == OsStatus.UNAVAILABLE ? 0 : result;
    }
}
