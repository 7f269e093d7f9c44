package io.nioshare.provider.linux.share;

import io.nioshare.ShareException;
import io.nioshare.TokenException;
import io.nioshare.TokenException.Reason;
import io.nioshare.provider.linux.libc.LastError;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.share.LocalSocket.Packet;
import io.nioshare.provider.linux.share.LocalSocket.Peer;
import io.nioshare.provider.linux.socket.Errno;
import io.nioshare.provider.linux.socket.LinuxSocket;
import io.nioshare.provider.linux.socket.LinuxSockets;
import io.nioshare.provider.os.OsSharing.OsImported;
import io.nioshare.provider.os.OsSharing.OsToken;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A ticket for this process, and how it is redeemed. */
final class TicketToken implements OsToken {

    /** For an exporter that is stopped in a debugger, say. */
    private static final int PATIENCE_SECONDS = 10;

    private static final String USED_BEFORE = "the ticket was used before";

    private final Ticket ticket;
    private final LinuxSockets sockets;

    TicketToken(Ticket ticket, LinuxSockets sockets) {
        this.ticket = ticket;
        this.sockets = sockets;
    }

    @Override
    public Object identity() {
        return ticket.secret();
    }

    @Override
    public OsImported open() throws IOException {
        if (isExpired()) {
            throw expired();
        }
        int descriptor = fetch();
        boolean taken = false;
        try {
            LinuxSocket socket = sockets.adopt(descriptor, ticket.peer());
            if (socket == null) {
                throw TicketErrors.stale("what came for the ticket isn't a socket of a kind that this library has");
            }
            OsImported imported = LinuxSharing.imported(socket);
            taken = true;
            return imported;
        } finally {
            if (!taken) {
                Libc.close(descriptor);
            }
        }
    }

    @Override
    public boolean isUsedUpBy(TokenException refusal) {
        return refusal.reason() == Reason.ALREADY_USED;
    }

    private boolean isExpired() {
        return BootClock.nanos() >= ticket.expires();
    }

    private static TokenException expired() {
        return TicketErrors.stale("the ticket's time is over");
    }

    private int fetch() throws ShareException {
        try (LocalSocket office = LocalSocket.waitingAtMost(PATIENCE_SECONDS)) {
            int error = office.connectTo(ticket.name());
            if (Errno.ECONNREFUSED.is(error)) {
                throw gone(TicketErrors.used(
                        "the exporter keeps nothing any more, so the ticket was used before; or the two"
                                + " processes don't see the same network namespace"));
            }
            if (error != 0) {
                throw TicketErrors.system("connect(AF_UNIX)", error);
            }
            requireExporter(office);
            reserveDescriptor(office);
            ByteBuffer secret = ByteBuffer.allocate(Long.BYTES * 2)
                    .putLong(ticket.secret().getMostSignificantBits())
                    .putLong(ticket.secret().getLeastSignificantBits());
            // If it can't be sent, what has been answered already says why.
            int refusal = office.send(secret.array(), LocalSocket.NO_DESCRIPTOR);
            return descriptor(office.receive(), refusal);
        }
    }

    /** The name of an exporter that has ended is free for anybody, and its process id, too. */
    private void requireExporter(LocalSocket office) throws ShareException {
        Peer peer = office.peer();
        boolean mayExport = peer.userId() == 0
                || peer.userId() == Libc.geteuid()
                || ProcessFacts.isAlive(ticket.exporter(), ticket.exporterStart());
        if (peer.pid() != ticket.exporter() || !mayExport) {
            throw TicketErrors.stale("another process has taken the exporter's place");
        }
    }

    /** What has no number to go to is lost, and the ticket with it: better to fail before. */
    private static void reserveDescriptor(LocalSocket office) throws ShareException {
        int spare = Libc.duplicate(office.descriptor());
        if (spare < 0) {
            throw TicketErrors.system("fcntl(F_DUPFD_CLOEXEC)", LastError.get());
        }
        Libc.close(spare);
    }

    /**
     * @param refusal the error of the request, which may be in place of the answer's
     */
    private int descriptor(Packet answer, int refusal) throws ShareException {
        if (answer.descriptor() != LocalSocket.NO_DESCRIPTOR) {
            return answer.descriptor();
        }
        boolean nothing = answer.error() == 0 && answer.bytes().length == 0;
        if (Errno.ECONNRESET.is(answer.error()) || nothing && Errno.ECONNRESET.is(refusal)) {
            // It has closed without reading the request, since nothing is kept for this process.
            throw gone(TicketErrors.used(USED_BEFORE));
        }
        if (nothing) {
            throw gone(TicketErrors.unanswered());
        }
        if (answer.error() != 0) {
            throw TicketErrors.system("recvmsg(AF_UNIX)", answer.error());
        }
        throw switch (answer.bytes()[0]) {
            case TicketOffice.UNKNOWN -> isExpired() ? expired() : TicketErrors.used(USED_BEFORE);
            case TicketOffice.NOT_YOURS ->
                TicketErrors.wrongTarget("the exporter doesn't take this process for the one that the ticket is for");
            default -> TicketErrors.system("recvmsg(SCM_RIGHTS)", Errno.EMFILE.code());
        };
    }

    /** Why the exporter gives nothing: it has ended, the time is over, or what else there is to say. */
    private ShareException gone(ShareException otherwise) throws ShareException {
        if (!ProcessFacts.isAlive(ticket.exporter(), ticket.exporterStart())) {
            return TicketErrors.stale("the process that exported (" + ticket.exporter()
                    + ") has ended, and what it kept with it: on Linux it has to run until the import");
        }
        return isExpired() ? expired() : otherwise;
    }
}
