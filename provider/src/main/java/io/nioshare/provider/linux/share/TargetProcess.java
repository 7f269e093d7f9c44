package io.nioshare.provider.linux.share;

import io.nioshare.ShareException;
import io.nioshare.TargetProcessException;
import io.nioshare.provider.linux.libc.LastError;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.socket.Errno;

/** The process that a socket is exported to. */
record TargetProcess(long pid, ProcessFacts facts) {

    /** Finds a process that may have this one's sockets: of the same user, or any if this one is root's. */
    static TargetProcess find(long pid) throws ShareException {
        if (pid <= 0 || pid > Integer.MAX_VALUE) {
            throw TicketErrors.target(pid, "kill(pid, 0)", Errno.ESRCH, "no process can have this id");
        }
        if (Libc.kill((int) pid, 0) != 0) {
            throw unreachable(pid, LastError.get());
        }
        ProcessFacts facts = ProcessFacts.of(pid);
        if (facts == null) {
            throw TicketErrors.ended(pid);
        }
        int user = Libc.geteuid();
        if (user != 0 && user != facts.userId()) {
            throw unreachable(pid, Errno.EPERM.code());
        }
        return new TargetProcess(pid, facts);
    }

    /**
     * @throws ShareException when there is no telling
     */
    boolean isAlive() throws ShareException {
        return ProcessFacts.isAlive(pid, facts.startTime());
    }

    private static TargetProcessException unreachable(long pid, int error) {
        Errno known = Errno.EPERM.is(error) ? Errno.EPERM : Errno.ESRCH;
        String meaning = known == Errno.EPERM ? "it belongs to another user" : "there is no such process";
        return TicketErrors.target(pid, "kill(pid, 0)", known, meaning);
    }
}
