package io.nioshare.provider.linux.share;

import io.nioshare.ShareException;
import io.nioshare.ShareFailure;
import io.nioshare.TargetProcessException;
import io.nioshare.TokenException;
import io.nioshare.TokenException.Reason;
import io.nioshare.provider.linux.socket.Errno;
import java.util.Map;

/** The exceptions that a failed export or import ends in, with what to do about each error. */
final class TicketErrors {

    private static final String EXPORT_AGAIN =
            "have the source export again: a ticket serves once, for its target, while both run and its time lasts";
    private static final String SEND_AGAIN =
            "have the source, on this host, export again and send all bytes as they are";
    private static final String CLOSE_SOME = "close what is no longer needed, or raise the limit (ulimit -n)";
    private static final String CHECK_PID = "check that the target runs and that this is its process id here";

    private static final String TRY_AGAIN = "check that the source isn't stopped or overloaded, then try again";

    private static final Map<Errno, String> REMEDIES = Map.of(
            Errno.EMFILE, CLOSE_SOME,
            Errno.ENFILE, CLOSE_SOME,
            Errno.ESRCH, CHECK_PID,
            Errno.EPERM, "run both processes as the same user, or the exporter as root",
            Errno.EBADF, "export before the channel is closed",
            Errno.EAGAIN, TRY_AGAIN,
            Errno.EACCES, "find out what forbids it; a security module (SELinux, AppArmor, seccomp) may");

    private TicketErrors() {}

    /** A call of the system failed, and neither target nor ticket is to blame. */
    static ShareException system(String call, int error) {
        return new ShareException(failure(call, error, Errno.meaning(error)));
    }

    static TargetProcessException target(long pid, String call, Errno error, String meaning) {
        return new TargetProcessException(pid, failure(call, error.code(), "process " + pid + ": " + meaning));
    }

    private static ShareFailure failure(String call, int error, String meaning) {
        String remedy = Errno.of(error).map(REMEDIES::get).orElse("look the number up in errno(3)");
        return new ShareFailure(call, Errno.name(error), error, meaning, remedy);
    }

    static TargetProcessException ended(long pid) {
        return new TargetProcessException(
                pid, ShareFailure.withoutCode("exportTo", "process " + pid + " has ended", CHECK_PID));
    }

    static TokenException malformed(String meaning) {
        return refused(Reason.MALFORMED, meaning, SEND_AGAIN);
    }

    static TokenException stale(String meaning) {
        return refused(Reason.STALE, meaning, EXPORT_AGAIN);
    }

    static TokenException used(String meaning) {
        return refused(Reason.ALREADY_USED, meaning, EXPORT_AGAIN);
    }

    /** The ticket may still be good. */
    static ShareException unanswered() {
        return new ShareException(
                ShareFailure.withoutCode("importFrom", "the exporter gave no answer in the end", TRY_AGAIN));
    }

    static TokenException wrongTarget(String meaning) {
        return refused(Reason.WRONG_TARGET, meaning, "give it to the process that it is for, or export to this one");
    }

    private static TokenException refused(Reason reason, String meaning, String remedy) {
        return new TokenException(reason, ShareFailure.withoutCode("importFrom", meaning, remedy));
    }
}
