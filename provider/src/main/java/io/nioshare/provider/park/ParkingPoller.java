package io.nioshare.provider.park;

import io.nioshare.provider.os.OsBackend;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsStatus;
import io.nioshare.provider.security.Privileged;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The poller that waiting threads rely on, and the one platform thread that runs it as long as the JVM lives. */
public final class ParkingPoller {

    private static final long PAUSE_MILLIS = 10;

    private final OsBackend backend;
    private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();

    /** For the poller's thread: those to be tried again. */
    private final ArrayDeque<Request> failed = new ArrayDeque<>();

    private final OsPoller.Sink sink = this::tell;
    private volatile OsPoller poller;

    /** What the poller's thread does for others; it doesn't wait. */
    @FunctionalInterface
    interface Request {
        /** Returns false to be tried again soon. */
        boolean run();
    }

    /** Nothing is opened or started before a thread has to wait for it. */
    public ParkingPoller(OsBackend backend) {
        this.backend = backend;
    }

    Parking register(OsSocket socket) throws IOException {
        Parking parking = new Parking(this);
        parking.registered(poller().register(socket, parking));
        return parking;
    }

    /** After something was registered. */
    void request(Request request) throws IOException {
        requests.add(request);
        poller.wakeup();
    }

    private OsPoller poller() throws IOException {
        OsPoller open = poller;
        if (open == null) {
            synchronized (this) {
                open = poller;
                if (open == null) {
                    open = backend.openPoller();
                    start(open);
                    poller = open;
                }
            }
        }
        return open;
    }

    private void start(OsPoller opened) throws IOException {
        boolean started = false;
        try {
            Privileged.daemon(() -> runForEver(opened), "nio-share-parking-poller")
                    .start();
            started = true;
        } finally {
            if (!started) {
                opened.close();
            }
        }
    }

    /** Nothing may end this thread: all that park, now and later, rely on it. */
    private void runForEver(OsPoller opened) {
        while (true) {
            try {
                opened.poll(runRequests() ? OsStatus.FOREVER : PAUSE_MILLIS, sink);
            } catch (IOException | RuntimeException | Error notForEver) {
                // Such as no memory, for this moment.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
            }
        }
    }

    /** Returns whether none is left. */
    private boolean runRequests() {
        try {
            Request request;
            while ((request = requests.poll()) != null) {
                if (!request.run()) {
                    failed.add(request);
                }
            }
            return failed.isEmpty();
        } finally {
            requests.addAll(failed);
            failed.clear();
        }
    }

    private void tell(Object attachment, int operations) {
        Parking parking = (Parking) attachment;
        try {
            parking.ready();
        } catch (RuntimeException | Error notForEver) {
            // The others are to hear of theirs, and this one when it is asked about again.
            requests.add(parking);
        }
    }
}
