package io.nioshare.provider.windows.share;

import io.nioshare.ShareException;
import io.nioshare.ShareFailure;
import io.nioshare.TargetProcessException;
import io.nioshare.TokenException;
import io.nioshare.provider.windows.winsock.WinsockError;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The exceptions that a failed export or import ends in, with what to do about each error (Windows documentation:
 * <i>WSADuplicateSocketW function</i>, <i>WSASocketW function</i>, <i>OpenProcess function</i>).
 */
public final class ShareErrors {
    /** What an error says about the one who made it. */
    private enum Blame {
        TARGET,
        MALFORMED,
        STALE,
        SYSTEM
    }

    private record Row(
            WinsockError error, Blame exporting, String exportRemedy, Blame importing, String importRemedy) {}

    private static final String DUPLICATE = "WSADuplicateSocketW";
    private static final String SOCKET = "WSASocketW(FROM_PROTOCOL_INFO)";

    private static final String REPORT = "report this as a defect of nio-share";
    private static final String STARTUP =
            "find the native library in this process that calls WSACleanup more often than WSAStartup";
    private static final String NETWORK = "check the network services of this computer, then try again";
    private static final String CLOSE_SOME = "close sockets that are no longer needed, or raise the limit";
    private static final String LATER = "try again when the other call has ended";
    private static final String CHECK_PID = "check that the target runs and that this is its Windows process id";
    private static final String OPEN_SOCKET = "export before the channel is closed";
    private static final String RIGHTS = "run both processes as the same user and with the same privileges";
    private static final String ASK_SYSTEM = "find out what denies it; security software may";
    private static final String EXPORT_AGAIN =
            "have the source export again: a token serves once, for its target, while that runs";
    private static final String SEND_AGAIN =
            "have the source, on this computer, export again and send all bytes as they are";
    private static final String LOOK_UP = "look the number up in the Windows documentation";

    private static final Map<WinsockError, Row> ROWS = Stream.of(
                    new Row(WinsockError.NO_ERROR, Blame.TARGET, CHECK_PID, Blame.SYSTEM, EXPORT_AGAIN),
                    new Row(WinsockError.ERROR_ACCESS_DENIED, Blame.TARGET, RIGHTS, Blame.SYSTEM, ASK_SYSTEM),
                    new Row(WinsockError.WSA_INVALID_HANDLE, Blame.SYSTEM, OPEN_SOCKET, Blame.STALE, EXPORT_AGAIN),
                    new Row(WinsockError.ERROR_INVALID_PARAMETER, Blame.TARGET, CHECK_PID, Blame.STALE, EXPORT_AGAIN),
                    new Row(WinsockError.WSAEFAULT, Blame.SYSTEM, REPORT, Blame.SYSTEM, REPORT),
                    new Row(
                            WinsockError.WSAEINVAL,
                            Blame.SYSTEM,
                            "check that the target still runs, and that quality of service (QoS) isn't enabled on the "
                                    + "socket: such sockets can't be shared",
                            Blame.STALE,
                            EXPORT_AGAIN),
                    new Row(WinsockError.WSAEMFILE, Blame.SYSTEM, CLOSE_SOME, Blame.SYSTEM, CLOSE_SOME),
                    new Row(WinsockError.WSAEINPROGRESS, Blame.SYSTEM, LATER, Blame.SYSTEM, LATER),
                    new Row(WinsockError.WSAENOTSOCK, Blame.SYSTEM, OPEN_SOCKET, Blame.STALE, EXPORT_AGAIN),
                    new Row(WinsockError.WSAEPROTOTYPE, Blame.SYSTEM, REPORT, Blame.MALFORMED, SEND_AGAIN),
                    new Row(WinsockError.WSAEPROTONOSUPPORT, Blame.SYSTEM, REPORT, Blame.MALFORMED, SEND_AGAIN),
                    new Row(WinsockError.WSAESOCKTNOSUPPORT, Blame.SYSTEM, REPORT, Blame.MALFORMED, SEND_AGAIN),
                    new Row(WinsockError.WSAEAFNOSUPPORT, Blame.SYSTEM, REPORT, Blame.MALFORMED, SEND_AGAIN),
                    new Row(WinsockError.WSAENETDOWN, Blame.SYSTEM, NETWORK, Blame.SYSTEM, NETWORK),
                    new Row(WinsockError.WSAENOBUFS, Blame.SYSTEM, CLOSE_SOME, Blame.SYSTEM, CLOSE_SOME),
                    new Row(WinsockError.WSANOTINITIALISED, Blame.SYSTEM, STARTUP, Blame.SYSTEM, STARTUP),
                    new Row(WinsockError.WSAEINVALIDPROVIDER, Blame.SYSTEM, NETWORK, Blame.MALFORMED, SEND_AGAIN))
            .collect(Collectors.toUnmodifiableMap(Row::error, row -> row));

    private ShareErrors() {}

    /**
     * {@code WSADuplicateSocketW} failed. Windows answers {@code WSAEINVAL} for a target that isn't there as well as
     * for a QoS-enabled socket, so a caller that gets it should ask first whether the target has ended.
     *
     * @param pid the target
     * @param code its error; zero for none, which is Wine's way to say that there is no such process
     * @return a {@link TargetProcessException}, or the plain exception where the target isn't to blame
     */
    public static ShareException exporting(final long pid, final int code) {
        return exporting(pid, DUPLICATE, code);
    }

    /**
     * The target can't be opened or looked at.
     *
     * @param pid the target
     * @param call the call that failed, such as {@code OpenProcess}
     * @param code its error
     * @return a {@link TargetProcessException}, or the plain exception where the target isn't to blame
     */
    public static ShareException opening(final long pid, final String call, final int code) {
        return exporting(pid, call, code);
    }

    /**
     * The target can be opened but runs no longer: an export to what is left of it succeeds and is worthless.
     *
     * @param pid the target
     * @return the exception
     */
    public static TargetProcessException ended(final long pid) {
        return target(pid, ShareFailure.withoutCode("exportTo", "the process has ended", CHECK_PID));
    }

    /**
     * {@code WSASocketW} refused a token.
     *
     * @param code its error
     * @return a {@link TokenException}, or the plain exception where the token isn't to blame
     */
    public static ShareException importing(final int code) {
        final Row row = row(code);
        final ShareFailure failure = failure(SOCKET, code, row.importRemedy);
        return switch (row.importing) {
            case MALFORMED -> new TokenException(TokenException.Reason.MALFORMED, failure);
            case STALE -> new TokenException(TokenException.Reason.STALE, failure);
            case TARGET, SYSTEM -> new ShareException(failure);
        };
    }

    private static ShareException exporting(final long pid, final String call, final int code) {
        final Row row = row(code);
        final ShareFailure failure = failure(call, code, row.exportRemedy);
        return row.exporting == Blame.TARGET ? target(pid, failure) : new ShareException(failure);
    }

    static TokenException malformed(final String meaning) {
        return new TokenException(
                TokenException.Reason.MALFORMED, ShareFailure.withoutCode("importFrom", meaning, SEND_AGAIN));
    }

    private static Row row(final int code) {
        return WinsockError.of(code)
                .map(ROWS::get)
                .orElseGet(() -> new Row(null, Blame.SYSTEM, LOOK_UP, Blame.SYSTEM, LOOK_UP));
    }

    private static ShareFailure failure(final String call, final int code, final String remedy) {
        return new ShareFailure(call, WinsockError.name(code), code, WinsockError.meaning(code), remedy);
    }

    /** The same with the process named, which the message would lack otherwise. */
    private static TargetProcessException target(final long pid, final ShareFailure failure) {
        final String meaning = "process " + pid + ": " + failure.meaning();
        return new TargetProcessException(
                pid,
                new ShareFailure(failure.call(), failure.errorName(), failure.errorCode(), meaning, failure.remedy()));
    }
}
