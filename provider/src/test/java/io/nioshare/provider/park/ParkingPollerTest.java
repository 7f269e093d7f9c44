package io.nioshare.provider.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.provider.os.OsBackend;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsStatus;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.channels.SelectionKey;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong for one thread that waits, or for a moment, must not reach the others. */
@Timeout(20)
class ParkingPollerTest {

    private final FrailPoller device = new FrailPoller();
    private final ParkingPoller poller = new ParkingPoller((OsBackend) Proxy.newProxyInstance(
            OsBackend.class.getClassLoader(), new Class<?>[] {OsBackend.class}, (proxy, method, arguments) -> device));

    /** Reports each socket as ready as soon as it is asked about, unless told to fail. */
    private static final class FrailPoller implements OsPoller {

        private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
        private volatile Error interestFails;
        private volatile IOException interestRefused;
        private volatile IOException pollFails;

        @Override
        public OsRegistration register(OsSocket socket, Object attachment) {
            return new OsRegistration() {
                @Override
                public void interest(int operations) throws IOException {
                    if (interestRefused != null) {
                        throw interestRefused;
                    }
                    Error failure = interestFails;
                    interestFails = null;
                    if (failure != null) {
                        throw failure;
                    }
                    events.add(attachment);
                }

                @Override
                public void release() {}
            };
        }

        @Override
        public int poll(long timeout, Sink sink) throws IOException {
            IOException failure = pollFails;
            pollFails = null;
            if (failure != null) {
                throw failure;
            }
            try {
                Object event =
                        timeout == OsStatus.FOREVER ? events.take() : events.poll(timeout, TimeUnit.MILLISECONDS);
                if (event != null && event != this) {
                    sink.ready(event, SelectionKey.OP_READ);
                }
                return 1;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void wakeup() {
            events.add(this);
        }

        @Override
        public void close() {}
    }

    private void await(Parking parking) throws IOException {
        parking.await(SelectionKey.OP_READ, OsStatus.FOREVER, new ThreadSleeper(), () -> false);
    }

    @Test
    void anErrorLetsItsThreadTryAgainAndTheOthersWait() throws IOException {
        Parking first = poller.register(null);
        Parking second = poller.register(null);
        device.interestFails = new OutOfMemoryError("as a test");
        await(first);
        await(second);
        await(first);
    }

    @Test
    void whatTheSystemRefusesIsTold() throws IOException {
        Parking parking = poller.register(null);
        device.interestRefused = new IOException("as a test");
        assertThatThrownBy(() -> await(parking)).isSameAs(device.interestRefused);
        device.interestRefused = null;
        await(parking);
    }

    @Test
    void aPollMayFail() throws IOException {
        Parking parking = poller.register(null);
        await(parking);
        device.pollFails = new IOException("as a test");
        await(parking);
        await(parking);
        assertThat(device.pollFails).isNull();
    }

    @Test
    void requestsAreTriedAgainAndOthersServedMeanwhile() throws Exception {
        Parking parking = poller.register(null);
        await(parking);
        CountDownLatch attempts = new CountDownLatch(3);
        CountDownLatch once = new CountDownLatch(1);
        poller.request(() -> {
            attempts.countDown();
            return attempts.getCount() == 0;
        });
        poller.request(() -> {
            throw new IllegalStateException("as a test");
        });
        poller.request(() -> {
            once.countDown();
            return true;
        });
        await(parking);
        assertThat(attempts.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(once.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
