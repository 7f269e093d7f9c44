package io.nioshare.provider.park;

import io.nioshare.provider.os.OsBackend;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsStatus;
import io.nioshare.provider.security.Privileged;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The poller that waiting threads rely on, and the one platform thread that runs it as long as the JVM lives. */
public final class ParkingPoller {

    private final OsBackend backend;
    private final ConcurrentLinkedQueue<Parking> requests = new ConcurrentLinkedQueue<>();
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
        Privileged.daemon(this::run, "nio-share-parking-poller").start();
    }

    private void run() {
        OsPoller.Sink sink = (attachment, operations) -> ((Parking) attachment).ready();
        while (true) {
            Parking parking;
            while ((parking = requests.poll()) != null) {
                parking.arm();
            }
            try {
                poller.poll(OsStatus.FOREVER, sink);
            } catch (IOException e) {
                throw new IllegalStateException("the poller that threads wait for has failed", e);
            }
        }
    }
}
