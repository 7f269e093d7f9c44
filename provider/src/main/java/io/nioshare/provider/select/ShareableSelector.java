package io.nioshare.provider.select;

import io.nioshare.provider.os.Deadline;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsStatus;
import io.nioshare.provider.park.PlatformThreads;
import io.nioshare.provider.park.VirtualThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A {@link Selector} on an {@link OsPoller}.
 *
 * <p>A selection holds the selector, then its selected-key set, as {@code Selector} documents, and the cancelled-key set
 * while it removes cancelled keys. Registering, changing interest, cancelling and waking up take
 * none of these but the cancelled-key set, so they never wait for a selection.
 */
public final class ShareableSelector extends AbstractSelector {

    private static final int FIRST_SIZE = 16;

    private final OsPoller poller;
    private final Set<SelectionKey> keys = ConcurrentHashMap.newKeySet();
    private final Set<SelectionKey> publicKeys = Collections.unmodifiableSet(keys);
    private final SelectedKeys selectedKeys = new SelectedKeys();
    private final UpdateQueue updates = new UpdateQueue();

    /**
     * What the kernel reported in the present selection, up to {@link #firedCount}. The next one begins with telling the
     * kernel of these keys again.
     */
    private ShareableKey[] fired = new ShareableKey[FIRST_SIZE];

    private int firedCount;
    private final OsPoller.Sink sink = this::fired;

    /**
     * A wakeup that no selection has consumed yet. Whoever sets it wakes the poller if a thread may be waiting there;
     * that thread sets {@link #waiting} before it looks here, so one of the two sees the other. The same goes for an
     * update. A poller that wakes up later than that returns for nothing, and the selection goes on.
     */
    private final AtomicBoolean wakeup = new AtomicBoolean();

    private final AtomicBoolean waiting = new AtomicBoolean();
    private boolean selecting;

    public ShareableSelector(SelectorProvider provider, OsPoller poller) {
        super(provider);
        this.poller = poller;
    }

    OsPoller poller() {
        return poller;
    }

    @Override
    public Set<SelectionKey> keys() {
        ensureOpen();
        return publicKeys;
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        ensureOpen();
        return selectedKeys;
    }

    @Override
    public int select(long timeout) throws IOException {
        return lockAndSelect(null, timeoutOf(timeout));
    }

    @Override
    public int select() throws IOException {
        return lockAndSelect(null, OsStatus.FOREVER);
    }

    @Override
    public int selectNow() throws IOException {
        return lockAndSelect(null, OsStatus.NO_WAIT);
    }

    @Override
    public int select(Consumer<SelectionKey> action, long timeout) throws IOException {
        return lockAndSelect(Objects.requireNonNull(action), timeoutOf(timeout));
    }

    @Override
    public int select(Consumer<SelectionKey> action) throws IOException {
        return lockAndSelect(Objects.requireNonNull(action), OsStatus.FOREVER);
    }

    @Override
    public int selectNow(Consumer<SelectionKey> action) throws IOException {
        return lockAndSelect(Objects.requireNonNull(action), OsStatus.NO_WAIT);
    }

    private static long timeoutOf(long timeout) {
        if (timeout < 0) {
            throw new IllegalArgumentException("Negative timeout");
        }
        return timeout == 0 ? OsStatus.FOREVER : timeout;
    }

    /**
     * The whole selection in one method: HotSpot's compiler would compile what it inlines here once more with each level
     * of calls. The larger part, the poll, isn't inlined.
     *
     * @param timeout see {@link OsStatus}
     */
    private int lockAndSelect(Consumer<SelectionKey> action, long timeout) throws IOException {
        synchronized (this) {
            ensureOpen();
            if (selecting) {
                throw new IllegalStateException("select in progress");
            }
            selecting = true;
            try {
                synchronized (selectedKeys) {
                    removeCancelledKeys();
                    long deadline = Deadline.of(timeout);
                    long left = timeout;
                    tellFired();
                    do {
                        tellUpdates();
                        await(firedCount == 0 ? left : OsStatus.NO_WAIT);
                        removeCancelledKeys();
                        if (firedCount != 0 && dropIrrelevant()) {
                            break;
                        }
                        left = Deadline.millisUntil(deadline);
                    } while (left != 0 && !wakeup.get() && isOpen());
                    consumeWakeup();
                    return report(action);
                }
            } finally {
                selecting = false;
            }
        }
    }

    /** Most selections have none, and looking costs less than writing. */
    private void consumeWakeup() {
        if (wakeup.get()) {
            wakeup.set(false);
        }
    }

    private void await(long timeout) throws IOException {
        if (timeout == OsStatus.NO_WAIT) {
            poller.poll(OsStatus.NO_WAIT, sink);
            return;
        }
        boolean virtual = VirtualThreads.isCurrent();
        if (virtual) {
            poller.poll(OsStatus.NO_WAIT, sink);
            if (firedCount != 0) {
                return;
            }
        }
        try {
            begin();
            waiting.set(true);
            boolean idle = !wakeup.get() && updates.isEmpty();
            if (idle && virtual) {
                PlatformThreads.run(() -> poller.poll(timeout, sink));
            } else {
                poller.poll(idle ? timeout : OsStatus.NO_WAIT, sink);
            }
        } finally {
            // Who sees that late wakes up the poller once for nothing.
            waiting.setRelease(false);
            end();
        }
    }

    private void fired(Object attachment, int operations) {
        fire((ShareableKey) attachment, operations);
    }

    private void fire(ShareableKey key, int operations) {
        if (key.fired == 0) {
            if (firedCount == fired.length) {
                fired = Arrays.copyOf(fired, firedCount * 2);
            }
            fired[firedCount++] = key;
        }
        key.fired |= operations;
    }

    /** Keeps the keys that have something to say; returns whether there are any. */
    private boolean dropIrrelevant() {
        int kept = 0;
        for (int i = 0; i < firedCount; i++) {
            ShareableKey key = fired[i];
            if (key.isValid() && key.relevant() != 0) {
                fired[kept++] = key;
            } else {
                key.drop();
                updates.add(key);
            }
        }
        forgetFired(kept);
        return kept != 0;
    }

    /** All but this many. */
    private void forgetFired(int kept) {
        for (int i = kept; i < firedCount; i++) {
            fired[i] = null;
        }
        firedCount = kept;
    }

    private int report(Consumer<SelectionKey> action) {
        int count = 0;
        int done = 0;
        try {
            while (done < firedCount) {
                if (report(fired[done++], action)) {
                    count++;
                }
            }
        } finally {
            // Those that an action's exception kept from being reported.
            while (done < firedCount) {
                fired[done++].fired = 0;
            }
        }
        return count;
    }

    private boolean report(ShareableKey key, Consumer<SelectionKey> action) {
        // An action before this one may have cancelled the key or narrowed its interest.
        int operations = key.isValid() ? key.relevant() : 0;
        key.fired = 0;
        if (operations == 0) {
            return false;
        }
        if (action != null) {
            key.setReady(operations);
            action.accept(key);
            ensureOpen();
            return true;
        }
        if (selectedKeys.contains(key)) {
            return key.addReady(operations);
        }
        key.setReady(operations);
        selectedKeys.insert(key);
        return true;
    }

    /** The kernel reports a key once, and has to be told of it again. */
    private void tellFired() {
        int count = firedCount;
        firedCount = 0;
        for (int i = 0; i < count; i++) {
            ShareableKey key = fired[i];
            fired[i] = null;
            tell(key);
        }
    }

    private void tellUpdates() {
        ShareableKey key;
        while ((key = updates.poll()) != null) {
            tell(key);
        }
    }

    /** A channel that the kernel refuses to watch counts as ready: the next call on it tells why. */
    private void tell(ShareableKey key) {
        if (key.isValid()) {
            try {
                key.arm();
            } catch (IOException refused) {
                fire(key, key.channel().validOps());
            }
        }
    }

    private void removeCancelledKeys() {
        Set<SelectionKey> cancelled = cancelledKeys();
        synchronized (cancelled) {
            if (cancelled.isEmpty()) {
                return;
            }
            for (Iterator<SelectionKey> i = cancelled.iterator(); i.hasNext(); ) {
                ShareableKey key = (ShareableKey) i.next();
                i.remove();
                remove(key);
            }
        }
    }

    private void remove(ShareableKey key) {
        key.withdraw();
        selectedKeys.remove(key);
        if (keys.remove(key)) {
            deregister(key);
        }
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
        if (!(channel instanceof SelectableSocket socket)) {
            throw new IllegalSelectorException();
        }
        ensureOpen();
        ShareableKey key = new ShareableKey(this, channel, socket, operations);
        key.attach(attachment);
        // From here on others can cancel it.
        keys.add(key);
        socket.pollable().addListener(key);
        if (!key.isValid()) {
            // Perhaps it was removed already.
            socket.pollable().withdraw(key, null);
        }
        updates.add(key);
        if (!isOpen()) {
            // Closed meanwhile. Whoever takes the key out of the set has to do with it; the closing thread waits until
            // the channel has got it.
            socket.pollable().withdraw(key, null);
            if (keys.remove(key)) {
                key.cancel();
                throw new ClosedSelectorException();
            }
        }
        return key;
    }

    /** For changes that count from the next selection on. */
    void queueUpdate(ShareableKey key) {
        updates.add(key);
    }

    /** For changes that a selection in progress has to see, such as a connect that was started meanwhile. */
    void stateChanged(ShareableKey key) {
        updates.add(key);
        if (waiting.get()) {
            wakePoller();
        }
    }

    @Override
    public Selector wakeup() {
        if (!wakeup.getAndSet(true) && waiting.get()) {
            wakePoller();
        }
        return this;
    }

    private void wakePoller() {
        try {
            poller.wakeup();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void implCloseSelector() throws IOException {
        wakeup();
        synchronized (this) {
            synchronized (selectedKeys) {
                try {
                    // First, since it takes all sockets out of the kernel at once.
                    poller.close();
                } finally {
                    for (SelectionKey key : keys) {
                        remove((ShareableKey) key);
                    }
                    forgetFired(0);
                }
            }
        }
    }

    private void ensureOpen() {
        if (!isOpen()) {
            throw new ClosedSelectorException();
        }
    }
}
