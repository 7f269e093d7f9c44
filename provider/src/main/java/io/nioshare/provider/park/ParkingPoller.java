package io.nioshare.provider.park;

import io.nioshare.provider.os.OsBackend;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsStatus;
import io.nioshare.provider.security.Privileged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The poller that waiting threads rely on, and the one platform thread that runs it as long as the JVM lives. */
public final class ParkingPoller {

    private static final long PAUSE_MILLIS = 10;

    private final OsBackend backend;
    private final ConcurrentLinkedQueue<Runnable> requests = new ConcurrentLinkedQueue<>();
    private final OsPoller.Sink sink = (attachment, operations) -> ((Parking) attachment).ready();
    private volatile OsPoller poller;

    /** Nothing is opened or started before a thread has to wait for it. */
    public ParkingPoller(OsBackend backend) {
        this.backend = backend;
    }

    Parking register(OsSocket socket) throws IOException {
        Parking parking = new Parking(this);
        parking.registered(poller().register(socket, parking));
        return parking;
    }

    /** Has the poller's thread ask for what {@code parking} waits for. */
    void request(Parking parking) throws IOException {
        requests.add(parking);
        poller.wakeup();
    }

    /** Has the poller's thread run something short. */
    void run(Runnable task) {
        requests.add(task);
        try {
            poller.wakeup();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OsPoller poller() throws IOException {
        OsPoller open = poller;
        if (open == null) {
            synchronized (this) {
                open = poller;
                if (open == null) {
                    open = backend.openPoller();
                    poller = open;
                    start();
                }
            }
        }
        return open;
    }

    private void start() {
        Privileged.daemon(this::runForEver, "nio-share-parking-poller").start();
    }

    /** Nothing may end this thread: all that park, now and later, rely on it. */
    private void runForEver() {
        while (true) {
            try {
                runRequests();
                poller.poll(OsStatus.FOREVER, sink);
            } catch (IOException | RuntimeException | Error notForEver) {
                // Such as no memory, for this moment.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
            }
        }
    }

    private void runRequests() {
        Runnable request;
        while ((request = requests.poll()) != null) {
            request.run();
        }
    }
}
