package io.nioshare.provider.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsStatus;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A channel that becomes selectable after the kernel was told of all updates, and before the selection waits. */
class LateUpdateTest {

    private static final int LIMIT_SECONDS = 20;

    /** A device on which whatever is asked about is ready at once. */
    private static final class Poller implements OsPoller {
        private Object asked;
        private int interest;
        private boolean woken;

        @Override
        public OsRegistration register(OsSocket socket, Object attachment) {
            asked = attachment;
            return new OsRegistration() {
                @Override
                public void interest(int operations) {
                    interest = operations;
                }

                @Override
                public void release() {
                    interest = 0;
                }
            };
        }

        @Override
        public synchronized int poll(long timeout, Sink sink) {
            while (interest == 0 && !woken && timeout != OsStatus.NO_WAIT) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            woken = false;
            if (interest == 0) {
                return 0;
            }
            sink.ready(asked, interest);
            return 1;
        }

        @Override
        public synchronized void wakeup() {
            woken = true;
            notifyAll();
        }

        @Override
        public void close() {}
    }

    private static final class Channel extends AbstractSelectableChannel implements SelectableSocket, Pollable {
        private volatile boolean possible;
        private StateListener listener;

        Channel() throws IOException {
            super(null);
            configureBlocking(false);
        }

        void becomePossible() {
            possible = true;
            listener.stateChanged();
        }

        @Override
        public int validOps() {
            return SelectionKey.OP_READ;
        }

        @Override
        public Pollable pollable() {
            return this;
        }

        @Override
        public int possible(int operations) {
            return possible ? operations : 0;
        }

        @Override
        public OsRegistration enroll(OsPoller poller, Object attachment) throws IOException {
            return poller.register(null, attachment);
        }

        @Override
        public void withdraw(StateListener removed, OsRegistration registration) {
            listener = null;
            if (registration != null) {
                registration.release();
            }
        }

        @Override
        public void addListener(StateListener added) {
            listener = added;
        }

        @Override
        protected void implCloseSelectableChannel() {}

        @Override
        protected void implConfigureBlocking(boolean block) {}
    }

    /** {@code AbstractSelector.begin} asks a thread whether it is interrupted, right before it waits. */
    private static final class AskedThread extends Thread {
        private final Runnable whenAsked;
        private boolean asked;

        AskedThread(Runnable task, Runnable whenAsked) {
            super(task);
            this.whenAsked = whenAsked;
        }

        @Override
        public boolean isInterrupted() {
            if (!asked) {
                asked = true;
                whenAsked.run();
            }
            return super.isInterrupted();
        }
    }

    @Test
    void isSeenByTheSelection() throws Exception {
        try (ShareableSelector selector = new ShareableSelector(null, new Poller());
                Channel channel = new Channel()) {
            channel.register(selector, SelectionKey.OP_READ);
            FutureTask<Integer> count = new FutureTask<>(selector::select);
            AskedThread thread = new AskedThread(count, channel::becomePossible);
            thread.setDaemon(true);
            thread.start();
            try {
                assertThat(count.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
            } finally {
                selector.wakeup();
                thread.join();
            }
            assertThat(thread.asked).isTrue();
        }
    }
}
