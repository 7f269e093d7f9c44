package io.nioshare.provider.windows.afd;

import static io.nioshare.provider.os.OsStatus.NO_WAIT;

import io.nioshare.provider.os.Deadline;
import io.nioshare.provider.os.OsMemory;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.winsock.WinsockSocket;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Poll requests of many sockets, and the port where they complete. What is to be asked is collected until the next
 * poll, so that sockets that were ready together cost one call together.
 *
 * <p>Its monitor guards requests, registrations and the queue. Nothing waits while it is held. What the kernel holds is
 * counted by the polling thread alone.
 */
public final class AfdPoller implements OsPoller {

    static final long NO_TIMEOUT = Long.MAX_VALUE;

    /** Keys of completions are group indexes; this one is of posted packets. */
    private static final long WAKEUP_KEY = -1;

    private static final long CLOSE_TIMEOUT_MILLIS = 10_000;

    /** To ask about more sockets together takes less time under Wine than looking at each. */
    private static final int MOST_PROBED = 4;

    /** Makes the devices of new groups. */
    @FunctionalInterface
    interface DeviceFactory {
        PollDevice open(int group) throws IOException;
    }

    private final CompletionQueue port;
    private final PollGroups requests;
    private final Probe probe;

    /** Those to be asked about at the next poll. */
    private final ArrayDeque<PollRegistration> queue = new ArrayDeque<>();

    /** Those to be reported when this poll returns. */
    private final List<PollRegistration> ready = new ArrayList<>();

    private int withKernel;

    /** Held while a wakeup is posted; taken after the monitor, where both are. */
    private final Object waking = new Object();

    /** Written under {@link #waking}. */
    private boolean closed;

    /** Written under {@link #waking}, before each is posted: never too few, so that no packet is overlooked. */
    private volatile int wakeupsPosted;

    /** By the polling thread. */
    private int wakeupsTaken;

    AfdPoller(CompletionQueue port, DeviceFactory devices, Probe probe, OsMemory memory) {
        this.port = port;
        this.requests = new PollGroups(devices, memory);
        this.probe = probe;
    }

    /** A poller on the machine's own devices. */
    public static AfdPoller open() throws IOException {
        CompletionPort port = new CompletionPort();
        return new AfdPoller(port, group -> openDevice(port, group), new SocketProbe(), NativeMemory.INSTANCE);
    }

    private static PollDevice openDevice(CompletionPort port, int group) throws IOException {
        AfdDevice device = AfdDevice.open();
        try {
            port.associate(device, group);
        } catch (IOException e) {
            device.close();
            throw e;
        }
        return device;
    }

    @Override
    public OsRegistration register(OsSocket socket, Object attachment) throws IOException {
        return register(((WinsockSocket) socket).baseHandle(), attachment);
    }

    OsRegistration register(long socket, Object attachment) {
        return new PollRegistration(this, socket, attachment, probe.pollsAreQuick());
    }

    /**
     * {@inheritDoc}
     *
     * <p>One method of more than 325 bytes of code: so many HotSpot's compiler doesn't inline. What it would inline here
     * is most of a selection's code, and would be compiled once more with each caller up to {@code select}.
     */
    @Override
    public int poll(long timeout, Sink sink) throws IOException {
        long wait = timeout;
        boolean first = true;
        boolean again = false;
        do {
            synchronized (this) {
                PollRequest request = null;
                PollRegistration socket;
                boolean few = queue.size() <= MOST_PROBED;
                try {
                    while ((socket = queue.pollFirst()) != null) {
                        if (socket.dequeued() && !(few && socket.readyByProbe(probe)) && !socket.isAskedAbout()) {
                            if (socket.asksAlone()) {
                                PollRequest single = requestFor(socket, 1);
                                single.add(socket);
                                submit(single);
                                continue;
                            }
                            if (request == null) {
                                request = requestFor(socket, queue.size() + 1);
                            }
                            request.add(socket);
                            if (request.isFull()) {
                                PollRequest full = request;
                                request = null;
                                submit(full);
                            }
                        }
                    }
                } finally {
                    if (request != null) {
                        submit(request);
                    }
                }
                if (!ready.isEmpty()) {
                    wait = NO_WAIT;
                }
            }
            int count = 0;
            // After the last packet Wine asks its server once more, unless there is no room for another.
            int most = withKernel + wakeupsPosted - wakeupsTaken;
            if (wait != NO_WAIT || most != 0) {
                count = port.take(wait, Math.max(most, 1));
            }
            synchronized (this) {
                IOException failure = null;
                for (int i = 0; i < count; i++) {
                    long key = port.key(i);
                    if (key == WAKEUP_KEY) {
                        wakeupsTaken++;
                        continue;
                    }
                    try {
                        again |= completed(requests.find((int) key, port.block(i)));
                    } catch (IOException e) {
                        // The other packets are out of the port, too.
                        failure = e;
                    }
                }
                if (failure != null) {
                    throw failure;
                }
                again |= !queue.isEmpty();
            }
            // What became ready while its request was completing would otherwise be missed by this poll.
            wait = NO_WAIT;
            again &= first;
            first = false;
        } while (again);
        int count = ready.size();
        for (int i = 0; i < count; i++) {
            PollRegistration socket = ready.get(i);
            sink.ready(socket.attachment(), socket.found());
        }
        ready.clear();
        return count;
    }

    /**
     * @throws IOException when there is none; then the socket waits for the next poll
     */
    private PollRequest requestFor(PollRegistration socket, int sockets) throws IOException {
        try {
            return requests.take(sockets);
        } catch (IOException | RuntimeException | Error e) {
            socket.requeue();
            throw e;
        }
    }

    private void submit(PollRequest request) throws IOException {
        try {
            request.submit();
            withKernel++;
        } catch (IOException refused) {
            divide(request);
        }
    }

    /** A request was refused because of one of its sockets: finds out which. */
    private void divide(PollRequest request) throws IOException {
        if (request.count() == 1) {
            request.removeLast().refused();
        }
        try {
            while (request.count() > 0) {
                PollRegistration socket = request.removeLast();
                PollRequest single = requestFor(socket, 1);
                single.add(socket);
                submit(single);
            }
        } finally {
            request.dissolve();
            requests.giveBack(request);
        }
    }

    /** Returns whether the request was submitted again. */
    private boolean completed(PollRequest request) throws IOException {
        withKernel--;
        request.completed();
        if (request.isMismatch()) {
            request.part();
        }
        if (request.count() == 0) {
            requests.giveBack(request);
            return false;
        }
        submit(request);
        return true;
    }

    @Override
    public void wakeup() throws IOException {
        // Not under the monitor, which the woken thread wants at once.
        synchronized (waking) {
            // Once the port is closed its handle number may belong to somebody else.
            if (!closed) {
                wakeupsPosted++;
                port.post(WAKEUP_KEY);
            }
        }
    }

    @Override
    public void close() throws IOException {
        releaseAll();
        long deadline = Deadline.of(CLOSE_TIMEOUT_MILLIS);
        while (withKernel > 0) {
            if (Deadline.millisUntil(deadline) == NO_WAIT) {
                // Memory that the kernel may still write to is better lost than freed.
                throw new IOException(withKernel + " poll requests did not complete after they were cancelled");
            }
            poll(CLOSE_TIMEOUT_MILLIS, (attachment, operations) -> {});
        }
        requests.close();
        probe.close();
        port.close();
    }

    /** No socket is asked about any more: what is with the kernel comes back, and nothing goes there again. */
    private synchronized void releaseAll() {
        synchronized (waking) {
            closed = true;
        }
        queue.clear();
        requests.forEach(PollRequest::abandon);
    }

    void enqueue(PollRegistration socket) {
        queue.addLast(socket);
    }

    void report(PollRegistration socket) {
        ready.add(socket);
    }
}
