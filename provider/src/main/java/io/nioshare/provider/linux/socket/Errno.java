package io.nioshare.provider.linux.socket;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The errors that calls of this backend can end in: number, the C library's words, and what it means (manual page:
 * <i>errno(3)</i>). The numbers are those of x86_64 and aarch64.
 *
 * <p>The exceptions are those of the JDK's own provider on Linux; an unknown number becomes a {@link SocketException}.
 */
public enum Errno {
    EPERM(1, Kind.SOCKET, "Operation not permitted", "this process lacks the right, or a firewall forbids it"),
    ENOENT(2, Kind.SOCKET, "No such file or directory", "there is nothing of that name"),
    ESRCH(3, Kind.SYSTEM, "No such process", "no process has this id"),
    EINTR(4, Kind.SOCKET, "Interrupted system call", "a signal came in between"),
    EIO(5, Kind.SYSTEM, "Input/output error", "a device failed"),
    EBADF(9, Kind.SOCKET, "Bad file descriptor", "no open descriptor has this number"),
    EAGAIN(11, Kind.SOCKET, "Resource temporarily unavailable", "the call would have to wait"),
    ENOMEM(12, Kind.SYSTEM, "Cannot allocate memory", "the system is out of memory"),
    EACCES(13, Kind.BIND, "Permission denied", "the address isn't open to this process"),
    EFAULT(14, Kind.SOCKET, "Bad address", "a pointer is outside of the process's memory"),
    EEXIST(17, Kind.SYSTEM, "File exists", "it is there already"),
    ENODEV(19, Kind.SOCKET, "No such device", "there is no such network interface"),
    ENOTDIR(20, Kind.SOCKET, "Not a directory", "a part of the path isn't a directory"),
    EINVAL(22, Kind.SOCKET, "Invalid argument", "an argument is invalid, or the socket isn't in a state for it"),
    ENFILE(23, Kind.SOCKET, "Too many open files in system", "the system has no more descriptors"),
    EMFILE(24, Kind.SOCKET, "Too many open files", "this process has no more descriptors"),
    ENOSPC(28, Kind.SYSTEM, "No space left on device", "the user's limit of watched descriptors is reached"),
    EROFS(30, Kind.SOCKET, "Read-only file system", "no file can be made there"),
    EPIPE(32, Kind.SOCKET, "Broken pipe", "this direction was shut down, or the connection is gone"),
    ENAMETOOLONG(36, Kind.SOCKET, "File name too long", "the path is too long, or a part of it"),
    ELOOP(40, Kind.SOCKET, "Too many levels of symbolic links", "the path's symbolic links lead nowhere"),
    EPROTO(71, Kind.PROTOCOL, "Protocol error", "the peer broke the protocol"),
    ENOTSOCK(88, Kind.SOCKET, "Socket operation on non-socket", "the descriptor isn't a socket"),
    EDESTADDRREQ(89, Kind.SOCKET, "Destination address required", "there is no address to send to"),
    EMSGSIZE(90, Kind.SOCKET, "Message too long", "the datagram is too long for the transport"),
    EPROTOTYPE(91, Kind.SOCKET, "Protocol wrong type for socket", "the protocol doesn't fit the socket type"),
    ENOPROTOOPT(92, Kind.SOCKET, "Protocol not available", "the option is unknown, or not for this protocol"),
    EPROTONOSUPPORT(93, Kind.SOCKET, "Protocol not supported", "the system lacks this protocol"),
    ESOCKTNOSUPPORT(94, Kind.SOCKET, "Socket type not supported", "this address family has no such sockets"),
    EOPNOTSUPP(95, Kind.SOCKET, "Operation not supported", "sockets of this kind can't do that"),
    EPFNOSUPPORT(96, Kind.SOCKET, "Protocol family not supported", "the system lacks this protocol family"),
    EAFNOSUPPORT(97, Kind.SOCKET, "Address family not supported by protocol", "the system lacks this address family"),
    EADDRINUSE(98, Kind.BIND, "Address already in use", "another socket has the address"),
    EADDRNOTAVAIL(99, Kind.BIND, "Cannot assign requested address", "the address isn't one of this host"),
    ENETDOWN(100, Kind.SOCKET, "Network is down", "the network interface is down"),
    ENETUNREACH(101, Kind.SOCKET, "Network is unreachable", "no route leads to that network"),
    ENETRESET(102, Kind.SOCKET, "Network dropped connection on reset", "the network gave the connection up"),
    ECONNABORTED(103, Kind.SOCKET, "Software caused connection abort", "the connection was given up"),
    ECONNRESET(104, Kind.SOCKET, "Connection reset", "the peer ended the connection by a reset"),
    ENOBUFS(105, Kind.SOCKET, "No buffer space available", "the system is out of buffers"),
    EISCONN(106, Kind.SOCKET, "Transport endpoint is already connected", "the socket has a connection"),
    ENOTCONN(107, Kind.CONNECT, "Transport endpoint is not connected", "the socket has no connection"),
    ETOOMANYREFS(109, Kind.SYSTEM, "Too many references", "too many descriptors are on their way between processes"),
    ETIMEDOUT(110, Kind.TIMEOUT, "Connection timed out", "the peer didn't answer in time"),
    ECONNREFUSED(111, Kind.CONNECT, "Connection refused", "nobody listens at that address"),
    EHOSTDOWN(112, Kind.SOCKET, "Host is down", "the host doesn't answer"),
    EHOSTUNREACH(113, Kind.NO_ROUTE, "No route to host", "no route leads to that host"),
    EALREADY(114, Kind.SOCKET, "Operation already in progress", "the same is being done to the socket already"),
    EINPROGRESS(115, Kind.SOCKET, "Operation now in progress", "the call ends later");

    /** Which exception an error becomes; for some that depends on the call. */
    private enum Kind {
        SYSTEM,
        SOCKET,
        BIND,
        CONNECT,
        NO_ROUTE,
        TIMEOUT,
        PROTOCOL
    }

    private static final Map<Integer, Errno> BY_CODE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Errno::code, Function.identity()));

    private final int code;
    private final Kind kind;
    private final String words;
    private final String meaning;

    Errno(int code, Kind kind, String words, String meaning) {
        this.code = code;
        this.kind = kind;
        this.words = words;
        this.meaning = meaning;
    }

    /** The error with this number, empty for an unknown one. */
    public static Optional<Errno> of(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** Its name in the C headers, {@code "unknown"} for an unknown number. */
    public static String name(int code) {
        return of(code).map(Errno::name).orElse("unknown");
    }

    /** Its meaning in few words. */
    public static String meaning(int code) {
        return of(code).map(error -> error.meaning).orElse("an error that this library doesn't know");
    }

    /** Name, number and meaning, such as {@code ENOTSOCK (88), the descriptor isn't a socket}. */
    public static String describe(int code) {
        return name(code) + " (" + code + "), " + meaning(code);
    }

    /**
     * The exception that a failed call is to end in, its message made of the C library's words, the call, and {@link
     * #describe}.
     *
     * @param call the call's name; {@code connect} makes a timeout a {@link ConnectException}. The outcome of a connect
     *     that was asked for later is to be named after the connect
     */
    public static IOException toException(String call, int code) {
        Optional<Errno> error = of(code);
        String words = error.map(known -> known.words).orElse("Unrecognized error");
        String message = words + ": " + call + ": " + describe(code);
        return create(error.map(known -> known.kind).orElse(Kind.SOCKET), call, message);
    }

    private static IOException create(Kind kind, String call, String message) {
        return switch (kind) {
            case SYSTEM -> new IOException(message);
            case SOCKET -> new SocketException(message);
            case BIND -> new BindException(message);
            case CONNECT -> new ConnectException(message);
            case NO_ROUTE -> new NoRouteToHostException(message);
            case TIMEOUT -> "connect".equals(call) ? new ConnectException(message) : new SocketException(message);
            case PROTOCOL -> new ProtocolException(message);
        };
    }

    public int code() {
        return code;
    }

    public boolean is(int number) {
        return code == number;
    }
}
