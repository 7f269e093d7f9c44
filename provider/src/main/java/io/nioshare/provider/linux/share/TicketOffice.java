package io.nioshare.provider.linux.share;

import io.nioshare.ShareException;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.share.LocalSocket.Packet;
import io.nioshare.provider.linux.share.LocalSocket.Peer;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;

/**
 * Keeps what was exported and not yet fetched, and hands it out. There is a socket and a thread for that as long as there
 * is anything to keep, and a moment longer, since hand-offs seldom come alone.
 *
 * <p>Its monitor guards all of it; nothing waits while it is held.
 */
final class TicketOffice {

    static final byte FETCHED = 0;
    static final byte UNKNOWN = 1;
    static final byte NOT_YOURS = 2;

    private static final int SECRET_BYTES = 16;

    /** How often it is seen to that targets live. */
    private static final long CHECK_NANOS = 1_000_000_000;

    /** How long the counter stays when nothing is left. */
    private static final long LINGER_NANOS = 1_000_000_000;

    private final Map<UUID, Deposit> deposits = new HashMap<>();
    private long nextCheck;
    private OfficeCounter counter;

    /** Since when nothing has been kept; 0 while there is something. */
    private long emptySince;

    /**
     * A descriptor that waits for its target.
     *
     * @param expires nanoseconds of {@code CLOCK_BOOTTIME}
     */
    record Deposit(int descriptor, TargetProcess target, long expires) {}

    /** Takes a descriptor, which is this object's from now on. Returns the name under which it can be fetched. */
    synchronized String keep(UUID secret, Deposit deposit) throws ShareException {
        if (counter == null) {
            counter = OfficeCounter.open(this);
        }
        deposits.put(secret, deposit);
        emptySince = 0;
        return counter.name();
    }

    /**
     * Drops what nobody may or can fetch any more. Returns false, and forgets the counter, when nothing has been left for
     * a while.
     */
    synchronized boolean sweep() {
        long now = BootClock.nanos();
        boolean check = now >= nextCheck;
        if (check) {
            nextCheck = now + CHECK_NANOS;
        }
        Map<TargetProcess, Boolean> ended = new HashMap<>();
        for (Iterator<Deposit> i = deposits.values().iterator(); i.hasNext(); ) {
            Deposit deposit = i.next();
            if (now >= deposit.expires || check && ended.computeIfAbsent(deposit.target, TicketOffice::hasEnded)) {
                i.remove();
                Libc.close(deposit.descriptor);
            }
        }
        if (!deposits.isEmpty()) {
            return true;
        }
        if (emptySince == 0) {
            emptySince = now;
        }
        if (now - emptySince < LINGER_NANOS) {
            return true;
        }
        counter = null;
        emptySince = 0;
        return false;
    }

    /** For certain. */
    private static boolean hasEnded(TargetProcess target) {
        try {
            return !target.isAlive();
        } catch (ShareException untold) {
            return false;
        }
    }

    /** How long until there may be something to sweep. */
    synchronized long nanosToNextSweep() {
        long now = BootClock.nanos();
        long least = nextCheck - now;
        for (Deposit deposit : deposits.values()) {
            least = Math.min(least, deposit.expires - now);
        }
        return Math.max(0, least);
    }

    /** Whether there is anything for this process. */
    synchronized boolean expects(Peer peer) {
        return deposits.values().stream().anyMatch(deposit -> deposit.target.pid() == peer.pid());
    }

    /**
     * Serves somebody who has sent a packet.
     *
     * @throws ShareException when there is no telling who it is
     */
    synchronized void serve(LocalSocket customer) throws ShareException {
        Packet request = customer.receive();
        if (request.descriptor() != LocalSocket.NO_DESCRIPTOR) {
            Libc.close(request.descriptor());
        }
        Deposit deposit = null;
        UUID secret = null;
        if (request.bytes().length == SECRET_BYTES) {
            ByteBuffer bytes = ByteBuffer.wrap(request.bytes());
            secret = new UUID(bytes.getLong(), bytes.getLong());
            deposit = deposits.get(secret);
        }
        if (deposit == null || BootClock.nanos() >= deposit.expires) {
            answer(customer, UNKNOWN, LocalSocket.NO_DESCRIPTOR);
        } else if (!isFor(deposit.target, customer.peer())) {
            answer(customer, NOT_YOURS, LocalSocket.NO_DESCRIPTOR);
        } else if (answer(customer, FETCHED, deposit.descriptor)) {
            deposits.remove(secret);
            Libc.close(deposit.descriptor);
        }
    }

    private static boolean isFor(TargetProcess target, Peer peer) throws ShareException {
        int mine = Libc.geteuid();
        int user = peer.userId();
        return target.pid() == peer.pid()
                && (user == mine || user == 0 || user == target.facts().userId())
                && target.isAlive();
    }

    static boolean answer(LocalSocket customer, byte status, int descriptor) {
        return customer.send(new byte[] {status}, descriptor) == 0;
    }
}
