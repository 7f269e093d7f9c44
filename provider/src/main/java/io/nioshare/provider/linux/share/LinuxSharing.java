package io.nioshare.provider.linux.share;

import io.nioshare.ShareException;
import io.nioshare.provider.linux.libc.LastError;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.share.TicketOffice.Deposit;
import io.nioshare.provider.linux.socket.Errno;
import io.nioshare.provider.linux.socket.LinuxSocket;
import io.nioshare.provider.linux.socket.LinuxSockets;
import io.nioshare.provider.os.Nonces;
import io.nioshare.provider.os.OsSharing;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsSocketType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;

/** Tickets made and redeemed. */
public final class LinuxSharing implements OsSharing {

    /** The system property that says how many seconds a ticket lasts. */
    public static final String TTL_PROPERTY = "nioshare.ticket.ttl";

    private static final int DEFAULT_TTL_SECONDS = 60;

    private final Nonces secrets = new Nonces(bytes -> Random.SECURE.nextBytes(bytes));
    private final LinuxSockets sockets;
    private final Duration ttl;
    private final TicketOffice office = new TicketOffice();

    public LinuxSharing(LinuxSockets sockets) {
        this(sockets, Duration.ofSeconds(Math.max(1, Integer.getInteger(TTL_PROPERTY, DEFAULT_TTL_SECONDS))));
    }

    LinuxSharing(LinuxSockets sockets, Duration ttl) {
        this.sockets = sockets;
        this.ttl = ttl;
    }

    @Override
    public byte[] exportTo(OsSocket socket, SocketAddress peer, long pid) throws IOException {
        LinuxSocket source = (LinuxSocket) socket;
        TargetProcess target = TargetProcess.find(pid);
        long selfStart = Self.startTime();
        UUID secret = secrets.next();
        long expires = BootClock.nanos() + ttl.toNanos();
        int copy = Libc.duplicate(source.descriptor());
        if (copy < 0) {
            throw TicketErrors.system("fcntl(F_DUPFD_CLOEXEC)", LastError.get());
        }
        boolean wasShared = source.isShared();
        String name = null;
        try {
            // Before the other process can have it.
            source.setShared(true);
            name = office.keep(secret, new Deposit(copy, target, expires));
        } finally {
            if (name == null) {
                Libc.close(copy);
                source.setShared(wasShared);
            }
        }
        return new Ticket(
                        (int) pid,
                        target.facts().startTime(),
                        (int) Self.ID,
                        selfStart,
                        expires,
                        secret,
                        peer instanceof InetSocketAddress inet ? inet : null,
                        name)
                .encode();
    }

    @Override
    public OsToken read(byte[] token) throws IOException {
        Ticket ticket = Ticket.decode(token);
        boolean here = ticket.target() == Self.ID;
        if (!here || ticket.targetStart() != Self.startTime()) {
            throw TicketErrors.wrongTarget("the ticket is for process " + ticket.target() + ", not for this one ("
                    + Self.ID + (here ? ", started later)" : ")"));
        }
        return new TicketToken(ticket, sockets);
    }

    @Override
    public OsImported takeOver(int descriptor) throws IOException {
        LinuxSocket socket = sockets.takeOver(descriptor);
        return socket == null ? null : imported(socket);
    }

    @Override
    public OsImported standardInput() throws IOException {
        LinuxSocket socket = sockets.standardInput();
        return socket == null ? null : imported(socket);
    }

    static OsImported imported(LinuxSocket socket) throws IOException {
        return new OsImported(socket, state(socket));
    }

    private static State state(LinuxSocket socket) throws IOException {
        boolean stream = socket.type() == OsSocketType.STREAM;
        if (stream && socket.isListening()) {
            return State.LISTENING;
        }
        if (socket.remoteAddress() != null) {
            return State.CONNECTED;
        }
        return socket.localAddress() != null ? State.BOUND : State.UNBOUND;
    }

    /** Made at first use, since it takes its time. */
    private static final class Random {
        static final SecureRandom SECURE = new SecureRandom();
    }

    /** Looked up at first use, then constant. */
    private static final class Self {
        static final long ID = ProcessHandle.current().pid();
        private static volatile long startTime;

        static long startTime() throws ShareException {
            if (startTime == 0) {
                ProcessFacts facts = ProcessFacts.of(ID);
                if (facts == null) {
                    throw TicketErrors.system("open(/proc/" + ID + "/stat)", Errno.ENOENT.code());
                }
                startTime = facts.startTime();
            }
            return startTime;
        }
    }
}
