package io.nioshare.provider.linux.share;

import io.nioshare.ShareException;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.linux.libc.PollFd;
import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.security.Privileged;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** The socket where tickets are redeemed, and the thread that serves it until its office has nothing to keep. */
final class OfficeCounter implements Runnable {

    private static final int BACKLOG = 128;
    private static final int MAX_CUSTOMERS = 64;
    private static final long MILLI = 1_000_000;

    /** For what can't be done at this moment, such as for lack of descriptors or memory. */
    private static final int PAUSE_MILLIS = 50;

    /** How long somebody may stand there and say nothing. */
    private static final long PATIENCE_NANOS = 5_000 * MILLI;

    private final TicketOffice office;
    private final String name;
    private final LocalSocket listener;
    private final OffHeapBlock polls = new OffHeapBlock(NativeMemory.INSTANCE, (1 + MAX_CUSTOMERS) * PollFd.BYTES);
    private final List<Customer> customers = new ArrayList<>();

    /** Whether the door is shut for a moment, since nobody can be let in. */
    private boolean pausing;

    private record Customer(LocalSocket socket, long deadline) {}

    private OfficeCounter(TicketOffice office, String name, LocalSocket listener) {
        this.office = office;
        this.name = name;
        this.listener = listener;
    }

    static OfficeCounter open(TicketOffice office) throws ShareException {
        String name = "nioshare-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
        LocalSocket listener = LocalSocket.listening(name, BACKLOG);
        OfficeCounter counter = null;
        boolean started = false;
        try {
            counter = new OfficeCounter(office, name, listener);
            Privileged.daemon(counter, "nio-share tickets").start();
            started = true;
            return counter;
        } finally {
            if (!started) {
                listener.close();
                if (counter != null) {
                    counter.polls.free();
                }
            }
        }
    }

    String name() {
        return name;
    }

    /** Nothing may end this as long as something is kept: nobody else hands it out, or closes it in the end. */
    @Override
    public void run() {
        boolean open = true;
        while (open) {
            try {
                open = office.sweep();
                if (open) {
                    serveNext();
                }
            } catch (RuntimeException | Error notForEver) {
                // Such as no memory, for this moment.
                LockSupport.parkNanos(PAUSE_MILLIS * MILLI);
            }
        }
        customers.forEach(customer -> customer.socket.close());
        listener.close();
        polls.free();
    }

    private void serveNext() {
        await();
        boolean somebodyNew = ready(polls.view(), 0);
        serveReady(polls.view());
        if (somebodyNew) {
            admit();
        }
    }

    private void await() {
        ByteBuffer view = polls.view();
        boolean shut = pausing || customers.size() == MAX_CUSTOMERS;
        ask(view, 0, shut ? -1 : listener.descriptor());
        for (int i = 0; i < customers.size(); i++) {
            ask(view, 1 + i, customers.get(i).socket.descriptor());
        }
        long millis = office.nanosToNextSweep() / MILLI + 1;
        Libc.poll(polls.address(), 1 + customers.size(), (int) (pausing ? PAUSE_MILLIS : millis));
        pausing = false;
    }

    private static void ask(ByteBuffer view, int index, int descriptor) {
        PollFd.ask(view, index * PollFd.BYTES, descriptor, Libc.POLLIN);
    }

    private static boolean ready(ByteBuffer view, int index) {
        return PollFd.found(view, index * PollFd.BYTES) != 0;
    }

    private void serveReady(ByteBuffer view) {
        int index = 0;
        for (Iterator<Customer> i = customers.iterator(); i.hasNext(); ) {
            Customer customer = i.next();
            index++;
            boolean ready = ready(view, index);
            try {
                if (ready) {
                    serve(customer.socket);
                }
            } finally {
                if (ready || System.nanoTime() - customer.deadline > 0) {
                    customer.socket.close();
                    i.remove();
                }
            }
        }
    }

    private void serve(LocalSocket socket) {
        try {
            office.serve(socket);
        } catch (ShareException untold) {
            // Without an answer: what is kept for that process is kept on.
        }
    }

    /** Lets in who is expected, so that nobody else can keep them waiting, be they ever so many. */
    private void admit() {
        try {
            for (int i = 0; i < MAX_CUSTOMERS && customers.size() < MAX_CUSTOMERS; i++) {
                LocalSocket socket = listener.accept();
                if (socket == null) {
                    return;
                }
                boolean admitted = false;
                try {
                    if (isExpected(socket)) {
                        admitted = customers.add(new Customer(socket, System.nanoTime() + PATIENCE_NANOS));
                    } else {
                        TicketOffice.answer(socket, TicketOffice.UNKNOWN, LocalSocket.NO_DESCRIPTOR);
                    }
                } finally {
                    if (!admitted) {
                        socket.close();
                    }
                }
            }
        } catch (ShareException notNow) {
            pausing = true;
        }
    }

    private boolean isExpected(LocalSocket socket) {
        try {
            return office.expects(socket.peer());
        } catch (ShareException unknownPeer) {
            return false;
        }
    }
}
