package io.nioshare.provider.windows.winsock;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The errors of Winsock, and those of Win32 that overlapped calls, processes and handles can end in: number, the JDK's
 * words for it, and what it means (Windows documentation: <i>Windows Sockets Error Codes</i>, <i>System Error
 * Codes</i>).
 *
 * <p>The exceptions are those of the JDK's own provider on Windows. Where it has none for a number, a number of Winsock
 * becomes a {@link SocketException}, one of Win32 an {@link IOException}, an unknown one a {@link SocketException}.
 */
public enum WinsockError {
    /** A call failed and left no reason. */
    NO_ERROR(0, Kind.SYSTEM, "Failed without a reason", "the system gave no error number"),
    ERROR_TOO_MANY_OPEN_FILES(4, Kind.SYSTEM, "Too many open files", "no more handles can be opened"),
    ERROR_ACCESS_DENIED(5, Kind.SYSTEM, "Access denied", "this process lacks the right to do that"),
    /** Win32's ERROR_INVALID_HANDLE. */
    WSA_INVALID_HANDLE(6, Kind.SYSTEM, "Invalid handle", "no open handle has this number"),
    /** Win32's ERROR_NOT_ENOUGH_MEMORY. */
    WSA_NOT_ENOUGH_MEMORY(8, Kind.SYSTEM, "Not enough memory", "the system is out of memory"),
    /** A reset connection, as completion ports report it. */
    ERROR_NETNAME_DELETED(64, Kind.SOCKET, "Connection reset", "the connection was ended by a reset"),
    ERROR_INVALID_PARAMETER(87, Kind.SYSTEM, "Invalid argument", "an argument isn't valid, or no such object exists"),
    /** A connect that got no answer, as completion ports report it. */
    ERROR_SEM_TIMEOUT(121, Kind.TIMEOUT, "Connection timed out", "no answer came in time"),
    ERROR_MORE_DATA(234, Kind.SOCKET, "Message too long", "the message doesn't fit into the buffer"),
    WAIT_TIMEOUT(258, Kind.SYSTEM, "Timed out", "the wait ended before anything happened"),
    ERROR_ABANDONED_WAIT_0(735, Kind.SYSTEM, "Wait abandoned", "the handle was closed while it was waited for"),
    /** Win32's ERROR_OPERATION_ABORTED. */
    WSA_OPERATION_ABORTED(995, Kind.SOCKET, "Operation aborted", "the call was cancelled, or its socket closed"),
    /** Win32's ERROR_IO_INCOMPLETE. */
    WSA_IO_INCOMPLETE(996, Kind.SOCKET, "Operation incomplete", "the overlapped call hasn't ended yet"),
    /** Win32's ERROR_IO_PENDING. */
    WSA_IO_PENDING(997, Kind.SOCKET, "Operation pending", "the overlapped call ends later"),
    ERROR_NOT_FOUND(1168, Kind.SYSTEM, "Not found", "there is nothing of that kind, such as a call to cancel"),
    /** A refused connect, as completion ports report it. */
    ERROR_CONNECTION_REFUSED(1225, Kind.CONNECT, "Connection refused", "nobody listens at that address"),
    ERROR_GRACEFUL_DISCONNECT(1226, Kind.SOCKET, "Connection closed", "the peer closed the connection in order"),
    ERROR_ADDRESS_ALREADY_ASSOCIATED(1227, Kind.BIND, "Address already in use", "another socket has the address"),
    ERROR_CONNECTION_INVALID(1229, Kind.SOCKET, "Connection invalid", "there is no such connection any more"),
    ERROR_NETWORK_UNREACHABLE(1231, Kind.SOCKET, "Network is unreachable", "no route leads to that network"),
    ERROR_HOST_UNREACHABLE(1232, Kind.NO_ROUTE, "No route to host", "no route leads to that host"),
    ERROR_PROTOCOL_UNREACHABLE(1233, Kind.SOCKET, "Protocol unreachable", "the host doesn't know the protocol"),
    ERROR_PORT_UNREACHABLE(1234, Kind.SOCKET, "Port unreachable", "nobody receives at that port"),
    ERROR_CONNECTION_ABORTED(
            1236, Kind.SOCKET, "Software caused connection abort", "this host's network stack gave the connection up"),
    ERROR_NO_SYSTEM_RESOURCES(1450, Kind.SYSTEM, "No system resources", "the system is out of resources"),

    WSAEINTR(10004, Kind.SOCKET, "Interrupted function call", "a blocking call was cancelled"),
    WSAEBADF(10009, Kind.SOCKET, "Bad file number", "the descriptor isn't a valid one"),
    WSAEACCES(10013, Kind.ACCESS, "Permission denied", "the address or option isn't open to this socket"),
    WSAEFAULT(10014, Kind.SOCKET, "Bad address", "a pointer is outside of the process's memory"),
    WSAEINVAL(10022, Kind.SOCKET, "Invalid argument", "an argument is invalid, or the socket isn't in a state for it"),
    WSAEMFILE(10024, Kind.SOCKET, "Too many open files", "no more socket descriptors are available"),
    WSAEWOULDBLOCK(10035, Kind.SOCKET, "Resource temporarily unavailable", "the call would have to wait"),
    WSAEINPROGRESS(
            10036,
            Kind.SOCKET,
            "Operation now in progress",
            "a blocking call or a callback of the provider is running"),
    WSAEALREADY(10037, Kind.SOCKET, "Operation already in progress", "the same is being done to the socket already"),
    WSAENOTSOCK(10038, Kind.SOCKET, "Socket operation on nonsocket", "the descriptor isn't a socket"),
    WSAEDESTADDRREQ(10039, Kind.SOCKET, "Destination address required", "there is no address to send to"),
    WSAEMSGSIZE(
            10040,
            Kind.SOCKET,
            "The message is larger than the maximum supported by the underlying transport",
            "the datagram is too long for the transport or the buffer"),
    WSAEPROTOTYPE(10041, Kind.SOCKET, "Protocol wrong type for socket", "the protocol doesn't fit the socket type"),
    WSAENOPROTOOPT(10042, Kind.SOCKET, "Bad protocol option", "the option is unknown, or not for this protocol"),
    WSAEPROTONOSUPPORT(10043, Kind.SOCKET, "Protocol not supported", "no installed provider has this protocol"),
    WSAESOCKTNOSUPPORT(10044, Kind.SOCKET, "Socket type not supported", "this address family has no such sockets"),
    WSAEOPNOTSUPP(10045, Kind.SOCKET, "Operation not supported", "sockets of this kind can't do that"),
    WSAEPFNOSUPPORT(10046, Kind.SOCKET, "Protocol family not supported", "the protocol family isn't installed"),
    WSAEAFNOSUPPORT(
            10047,
            Kind.SOCKET,
            "Address family not supported by protocol family",
            "the address family isn't installed, or not the socket's"),
    WSAEADDRINUSE(10048, Kind.BIND, "Address already in use", "another socket has the address"),
    WSAEADDRNOTAVAIL(10049, Kind.BIND, "Cannot assign requested address", "the address isn't valid here"),
    WSAENETDOWN(10050, Kind.SOCKET, "Network is down", "the network subsystem has failed"),
    WSAENETUNREACH(10051, Kind.SOCKET, "Network is unreachable", "no route leads to that network"),
    WSAENETRESET(10052, Kind.SOCKET, "Network dropped connection on reset", "keep-alive found the connection dead"),
    WSAECONNABORTED(
            10053, Kind.SOCKET, "Software caused connection abort", "this host's network stack gave the connection up"),
    WSAECONNRESET(10054, Kind.SOCKET, "Connection reset", "the peer ended the connection by a reset"),
    WSAENOBUFS(10055, Kind.SOCKET, "No buffer space available", "the system is out of buffers or ports"),
    WSAEISCONN(10056, Kind.SOCKET, "Socket is already connected", "the socket has a connection"),
    WSAENOTCONN(10057, Kind.SOCKET, "Socket is not connected", "the socket has no connection"),
    WSAESHUTDOWN(10058, Kind.SOCKET, "Cannot send after socket shutdown", "this direction was shut down"),
    WSAETIMEDOUT(10060, Kind.TIMEOUT, "Connection timed out", "the peer didn't answer in time"),
    WSAECONNREFUSED(10061, Kind.CONNECT, "Connection refused", "nobody listens at that address"),
    WSAEHOSTDOWN(10064, Kind.SOCKET, "Host is down", "the host doesn't answer"),
    WSAEHOSTUNREACH(10065, Kind.NO_ROUTE, "No route to host", "no route leads to that host"),
    WSAEPROCLIM(10067, Kind.SOCKET, "Too many processes", "no more processes may use Winsock"),
    WSASYSNOTREADY(10091, Kind.SOCKET, "Network subsystem is unavailable", "Winsock isn't ready to be used"),
    WSAVERNOTSUPPORTED(10092, Kind.SOCKET, "Winsock version not supported", "this system has another Winsock"),
    WSANOTINITIALISED(
            10093,
            Kind.SOCKET,
            "Winsock not initialised",
            "no successful WSAStartup came first, or WSACleanup undid it"),
    WSAEINVALIDPROCTABLE(10104, Kind.SOCKET, "Invalid service provider", "a provider's table of calls is invalid"),
    WSAEINVALIDPROVIDER(10105, Kind.SOCKET, "Invalid service provider", "a provider has a version that isn't known"),
    WSAEPROVIDERFAILEDINIT(10106, Kind.SOCKET, "Service provider failed", "a provider's library can't be loaded"),
    WSASYSCALLFAILURE(10107, Kind.SOCKET, "System call failure", "a call failed that never should"),
    WSA_E_CANCELLED(10111, Kind.SOCKET, "Operation cancelled", "the call was cancelled"),
    WSA_QOS_GENERIC_ERROR(11015, Kind.SOCKET, "Quality of service failed", "the quality of service can't be had");

    /** Which exception an error becomes; for some that depends on the call. */
    private enum Kind {
        SYSTEM,
        SOCKET,
        BIND,
        CONNECT,
        NO_ROUTE,
        TIMEOUT,
        ACCESS
    }

    private static final String UNKNOWN = "unknown";
    private static final Set<String> CONNECTING = Set.of("connect", "WSAConnect", "ConnectEx");
    private static final Map<Integer, WinsockError> BY_CODE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(WinsockError::code, Function.identity()));

    private final int code;
    private final Kind kind;
    private final String words;
    private final String meaning;

    WinsockError(final int code, final Kind kind, final String words, final String meaning) {
        this.code = code;
        this.kind = kind;
        this.words = words;
        this.meaning = meaning;
    }

    /**
     * Finds an error.
     *
     * @param code a number of {@code WSAGetLastError} or {@code GetLastError}
     * @return the error, empty for an unknown number
     */
    public static Optional<WinsockError> of(final int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /**
     * The name of an error.
     *
     * @param code a number of {@code WSAGetLastError} or {@code GetLastError}
     * @return its name in the Windows headers, {@code "unknown"} for an unknown number
     */
    public static String name(final int code) {
        return of(code).map(WinsockError::name).orElse(UNKNOWN);
    }

    /**
     * The meaning of an error.
     *
     * @param code a number of {@code WSAGetLastError} or {@code GetLastError}
     * @return its meaning in few words
     */
    public static String meaning(final int code) {
        return of(code).map(error -> error.meaning).orElse("an error that this library doesn't know");
    }

    /**
     * An error in words.
     *
     * @param code a number of {@code WSAGetLastError} or {@code GetLastError}
     * @return name, number and meaning, such as {@code WSAENOTSOCK (10038), the descriptor isn't a socket}
     */
    public static String describe(final int code) {
        return name(code) + " (" + Integer.toUnsignedString(code) + "), " + meaning(code);
    }

    /**
     * The exception that a failed call is to end in.
     *
     * @param call the call's name; {@code connect}, {@code WSAConnect} and {@code ConnectEx} make a timeout a
     *     {@link ConnectException}, {@code bind} makes a denied permission a {@link BindException}. The outcome of a
     *     connect that was asked for later is to be named after the connect
     * @param code a number of {@code WSAGetLastError} or {@code GetLastError}
     * @return a new exception, its message made of the JDK's words, the call, and {@link #describe(int)}
     */
    public static IOException toException(final String call, final int code) {
        final Optional<WinsockError> error = of(code);
        final String words = error.map(known -> known.words).orElse("Unrecognized error");
        final String message = words + ": " + call + ": " + describe(code);
        return create(error.map(known -> known.kind).orElse(Kind.SOCKET), call, message);
    }

    private static IOException create(final Kind kind, final String call, final String message) {
        return switch (kind) {
            case SYSTEM -> new IOException(message);
            case SOCKET -> new SocketException(message);
            case BIND -> new BindException(message);
            case CONNECT -> new ConnectException(message);
            case NO_ROUTE -> new NoRouteToHostException(message);
            case TIMEOUT -> CONNECTING.contains(call) ? new ConnectException(message) : new SocketException(message);
            case ACCESS -> "bind".equals(call) ? new BindException(message) : new SocketException(message);
        };
    }

    /**
     * The number of this error.
     *
     * @return what {@code WSAGetLastError} or {@code GetLastError} returns
     */
    public int code() {
        return code;
    }
}
