package io.nioshare.provider.windows.jna;

import io.nioshare.provider.binding.Library;
import io.nioshare.provider.binding.NativeFunction;
import java.lang.invoke.MethodHandles;

/** ws2_32.dll: "Winsock Functions". */
public final class Winsock2 {

    public static final long INVALID_SOCKET = -1;
    public static final int SOCKET_ERROR = -1;

    public static final int AF_UNSPEC = 0;
    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 23;

    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;

    public static final int IPPROTO_IP = 0;
    public static final int IPPROTO_IPV6 = 41;
    public static final int IPPROTO_TCP = 6;
    public static final int IPPROTO_UDP = 17;

    public static final int FROM_PROTOCOL_INFO = -1;
    public static final int WSA_FLAG_OVERLAPPED = 0x01;
    public static final int WSA_FLAG_NO_HANDLE_INHERIT = 0x80;

    public static final int SOL_SOCKET = 0xffff;
    public static final int SO_REUSEADDR = 0x0004;
    public static final int SO_KEEPALIVE = 0x0008;
    public static final int SO_BROADCAST = 0x0020;
    public static final int SO_LINGER = 0x0080;
    public static final int SO_OOBINLINE = 0x0100;
    public static final int SO_ACCEPTCONN = 0x0002;
    public static final int SO_EXCLUSIVEADDRUSE = ~SO_REUSEADDR;
    public static final int SO_SNDBUF = 0x1001;
    public static final int SO_RCVBUF = 0x1002;
    public static final int SO_ERROR = 0x1007;
    public static final int SO_TYPE = 0x1008;
    public static final int SO_PROTOCOL_INFOW = 0x2005;
    public static final int SO_UPDATE_ACCEPT_CONTEXT = 0x700B;
    public static final int TCP_NODELAY = 0x0001;
    public static final int TCP_KEEPIDLE = 3;
    public static final int TCP_KEEPCNT = 16;
    public static final int TCP_KEEPINTVL = 17;
    public static final int IP_TOS = 3;
    public static final int IP_MULTICAST_IF = 9;
    public static final int IP_MULTICAST_TTL = 10;
    public static final int IP_MULTICAST_LOOP = 11;
    public static final int IP_ADD_MEMBERSHIP = 12;
    public static final int IP_DROP_MEMBERSHIP = 13;
    public static final int IP_DONTFRAGMENT = 14;
    public static final int IP_ADD_SOURCE_MEMBERSHIP = 15;
    public static final int IP_DROP_SOURCE_MEMBERSHIP = 16;
    public static final int IP_BLOCK_SOURCE = 17;
    public static final int IP_UNBLOCK_SOURCE = 18;
    public static final int IPV6_MULTICAST_IF = 9;
    public static final int IPV6_MULTICAST_HOPS = 10;
    public static final int IPV6_MULTICAST_LOOP = 11;
    public static final int IPV6_ADD_MEMBERSHIP = 12;
    public static final int IPV6_DROP_MEMBERSHIP = 13;
    public static final int MCAST_BLOCK_SOURCE = 43;
    public static final int MCAST_UNBLOCK_SOURCE = 44;
    public static final int MCAST_JOIN_SOURCE_GROUP = 45;
    public static final int MCAST_LEAVE_SOURCE_GROUP = 46;
    public static final int IPV6_V6ONLY = 27;

    public static final int MSG_OOB = 1;

    public static final int FIONREAD = 0x4004667F;
    public static final int FIONBIO = 0x8004667E;
    public static final int SIO_BASE_HANDLE = 0x48000022;
    public static final int SIO_BSP_HANDLE_POLL = 0x4800001D;
    public static final int SIO_UDP_CONNRESET = 0x9800000C;
    public static final int SIO_UDP_NETRESET = 0x9800000F;
    public static final int SIO_TCP_INITIAL_RTO = 0x98000011;

    public static final int SD_RECEIVE = 0;
    public static final int SD_SEND = 1;

    public static final int WSA_OPERATION_ABORTED = 995;
    public static final int WSA_IO_PENDING = 997;
    public static final int WSAEINVAL = 10022;
    public static final int WSAEWOULDBLOCK = 10035;
    public static final int WSAENOTSOCK = 10038;
    public static final int WSAEMSGSIZE = 10040;
    public static final int WSAENETRESET = 10052;
    public static final int WSAENOPROTOOPT = 10042;
    public static final int WSAECONNABORTED = 10053;
    public static final int WSAECONNRESET = 10054;
    public static final int WSAENOTCONN = 10057;
    public static final int WSAESHUTDOWN = 10058;
    public static final int WSAECONNREFUSED = 10061;

    private static final Library LIBRARY = Library.open("ws2_32", MethodHandles.lookup(), Natives.class);
    private static final NativeFunction WSA_STARTUP = LIBRARY.function("WSAStartup");
    private static final NativeFunction WSA_SOCKET_W = LIBRARY.function("WSASocketW");
    private static final NativeFunction CLOSESOCKET = LIBRARY.function("closesocket");
    private static final NativeFunction BIND = LIBRARY.function("bind");
    private static final NativeFunction LISTEN = LIBRARY.function("listen");
    private static final NativeFunction CONNECT = LIBRARY.function("connect");
    private static final NativeFunction ACCEPT = LIBRARY.function("accept");
    private static final NativeFunction GETSOCKNAME = LIBRARY.function("getsockname");
    private static final NativeFunction GETPEERNAME = LIBRARY.function("getpeername");
    private static final NativeFunction GETSOCKOPT = LIBRARY.function("getsockopt");
    private static final NativeFunction SETSOCKOPT = LIBRARY.function("setsockopt");
    private static final NativeFunction IOCTLSOCKET = LIBRARY.function("ioctlsocket");
    private static final NativeFunction WSA_IOCTL = LIBRARY.function("WSAIoctl");
    private static final NativeFunction WSA_RECV = LIBRARY.function("WSARecv");
    private static final NativeFunction WSA_SEND = LIBRARY.function("WSASend");
    private static final NativeFunction WSA_RECV_FROM = LIBRARY.function("WSARecvFrom");
    private static final NativeFunction WSA_SEND_TO = LIBRARY.function("WSASendTo");
    private static final NativeFunction WSA_GET_OVERLAPPED_RESULT = LIBRARY.function("WSAGetOverlappedResult");
    private static final NativeFunction RECV = LIBRARY.function("recv");
    private static final NativeFunction SEND = LIBRARY.function("send");
    private static final NativeFunction RECVFROM = LIBRARY.function("recvfrom");
    private static final NativeFunction SENDTO = LIBRARY.function("sendto");
    private static final NativeFunction SHUTDOWN = LIBRARY.function("shutdown");
    private static final NativeFunction WSA_DUPLICATE_SOCKET_W = LIBRARY.function("WSADuplicateSocketW");

    private Winsock2() {}

    public static int WSAStartup(short version, long wsaData) {
        return WSA_STARTUP == null ? Natives.WSAStartup(version, wsaData) : (int) WSA_STARTUP.call(version, wsaData);
    }

    public static long WSASocketW(int family, int type, int protocol, long info, int group, int flags) {
        return WSA_SOCKET_W == null
                ? Natives.WSASocketW(family, type, protocol, info, group, flags)
                : WSA_SOCKET_W.call(family, type, protocol, info, group, flags);
    }

    public static int closesocket(long socket) {
        return CLOSESOCKET == null ? Natives.closesocket(socket) : (int) CLOSESOCKET.call(socket);
    }

    public static int bind(long socket, long address, int length) {
        return BIND == null ? Natives.bind(socket, address, length) : (int) BIND.call(socket, address, length);
    }

    public static int listen(long socket, int backlog) {
        return LISTEN == null ? Natives.listen(socket, backlog) : (int) LISTEN.call(socket, backlog);
    }

    public static int connect(long socket, long address, int length) {
        return CONNECT == null ? Natives.connect(socket, address, length) : (int) CONNECT.call(socket, address, length);
    }

    public static long accept(long socket, long address, long length) {
        return ACCEPT == null ? Natives.accept(socket, address, length) : ACCEPT.call(socket, address, length);
    }

    public static int getsockname(long socket, long address, long length) {
        return GETSOCKNAME == null
                ? Natives.getsockname(socket, address, length)
                : (int) GETSOCKNAME.call(socket, address, length);
    }

    public static int getpeername(long socket, long address, long length) {
        return GETPEERNAME == null
                ? Natives.getpeername(socket, address, length)
                : (int) GETPEERNAME.call(socket, address, length);
    }

    public static int getsockopt(long socket, int level, int name, long value, long length) {
        return GETSOCKOPT == null
                ? Natives.getsockopt(socket, level, name, value, length)
                : (int) GETSOCKOPT.call(socket, level, name, value, length);
    }

    public static int setsockopt(long socket, int level, int name, long value, int length) {
        return SETSOCKOPT == null
                ? Natives.setsockopt(socket, level, name, value, length)
                : (int) SETSOCKOPT.call(socket, level, name, value, length);
    }

    public static int ioctlsocket(long socket, int command, long argument) {
        return IOCTLSOCKET == null
                ? Natives.ioctlsocket(socket, command, argument)
                : (int) IOCTLSOCKET.call(socket, command, argument);
    }

    public static int WSAIoctl(
            long socket,
            int code,
            long in,
            int inLength,
            long out,
            int outLength,
            long returned,
            long overlapped,
            long completionRoutine) {
        return WSA_IOCTL == null
                ? Natives.WSAIoctl(socket, code, in, inLength, out, outLength, returned, overlapped, completionRoutine)
                : (int) WSA_IOCTL.call(
                        socket, code, in, inLength, out, outLength, returned, overlapped, completionRoutine);
    }

    public static int WSARecv(
            long socket, long buffers, int count, long received, long flags, long overlapped, long completionRoutine) {
        return WSA_RECV == null
                ? Natives.WSARecv(socket, buffers, count, received, flags, overlapped, completionRoutine)
                : (int) WSA_RECV.call(socket, buffers, count, received, flags, overlapped, completionRoutine);
    }

    public static int WSASend(
            long socket, long buffers, int count, long sent, int flags, long overlapped, long completionRoutine) {
        return WSA_SEND == null
                ? Natives.WSASend(socket, buffers, count, sent, flags, overlapped, completionRoutine)
                : (int) WSA_SEND.call(socket, buffers, count, sent, flags, overlapped, completionRoutine);
    }

    public static int WSARecvFrom(
            long socket,
            long buffers,
            int count,
            long received,
            long flags,
            long from,
            long fromLength,
            long overlapped,
            long completionRoutine) {
        return WSA_RECV_FROM == null
                ? Natives.WSARecvFrom(
                        socket, buffers, count, received, flags, from, fromLength, overlapped, completionRoutine)
                : (int) WSA_RECV_FROM.call(
                        socket, buffers, count, received, flags, from, fromLength, overlapped, completionRoutine);
    }

    public static int WSASendTo(
            long socket,
            long buffers,
            int count,
            long sent,
            int flags,
            long to,
            int toLength,
            long overlapped,
            long completionRoutine) {
        return WSA_SEND_TO == null
                ? Natives.WSASendTo(socket, buffers, count, sent, flags, to, toLength, overlapped, completionRoutine)
                : (int) WSA_SEND_TO.call(
                        socket, buffers, count, sent, flags, to, toLength, overlapped, completionRoutine);
    }

    /** {@code wait} is a BOOL. */
    public static boolean WSAGetOverlappedResult(
            long socket, long overlapped, long transferred, boolean wait, long flags) {
        return (WSA_GET_OVERLAPPED_RESULT == null
                        ? Natives.WSAGetOverlappedResult(socket, overlapped, transferred, wait ? 1 : 0, flags)
                        : (int) WSA_GET_OVERLAPPED_RESULT.call(socket, overlapped, transferred, wait ? 1 : 0, flags))
                != 0;
    }

    public static int recv(long socket, long buffer, int length, int flags) {
        return RECV == null
                ? Natives.recv(socket, buffer, length, flags)
                : (int) RECV.call(socket, buffer, length, flags);
    }

    public static int send(long socket, long data, int length, int flags) {
        return SEND == null ? Natives.send(socket, data, length, flags) : (int) SEND.call(socket, data, length, flags);
    }

    public static int recvfrom(long socket, long buffer, int length, int flags, long from, long fromLength) {
        return RECVFROM == null
                ? Natives.recvfrom(socket, buffer, length, flags, from, fromLength)
                : (int) RECVFROM.call(socket, buffer, length, flags, from, fromLength);
    }

    public static int sendto(long socket, long data, int length, int flags, long to, int toLength) {
        return SENDTO == null
                ? Natives.sendto(socket, data, length, flags, to, toLength)
                : (int) SENDTO.call(socket, data, length, flags, to, toLength);
    }

    public static int shutdown(long socket, int how) {
        return SHUTDOWN == null ? Natives.shutdown(socket, how) : (int) SHUTDOWN.call(socket, how);
    }

    public static int WSADuplicateSocketW(long socket, int processId, long info) {
        return WSA_DUPLICATE_SOCKET_W == null
                ? Natives.WSADuplicateSocketW(socket, processId, info)
                : (int) WSA_DUPLICATE_SOCKET_W.call(socket, processId, info);
    }

    /** The functions by their C types. */
    private static final class Natives {
        static native int WSAStartup(short version, long wsaData);

        static native long WSASocketW(int family, int type, int protocol, long info, int group, int flags);

        static native int closesocket(long socket);

        static native int bind(long socket, long address, int length);

        static native int listen(long socket, int backlog);

        static native int connect(long socket, long address, int length);

        static native long accept(long socket, long address, long length);

        static native int getsockname(long socket, long address, long length);

        static native int getpeername(long socket, long address, long length);

        static native int getsockopt(long socket, int level, int name, long value, long length);

        static native int setsockopt(long socket, int level, int name, long value, int length);

        static native int ioctlsocket(long socket, int command, long argument);

        static native int WSAIoctl(
                long socket,
                int code,
                long in,
                int inLength,
                long out,
                int outLength,
                long returned,
                long overlapped,
                long completionRoutine);

        static native int WSARecv(
                long socket,
                long buffers,
                int count,
                long received,
                long flags,
                long overlapped,
                long completionRoutine);

        static native int WSASend(
                long socket, long buffers, int count, long sent, int flags, long overlapped, long completionRoutine);

        static native int WSARecvFrom(
                long socket,
                long buffers,
                int count,
                long received,
                long flags,
                long from,
                long fromLength,
                long overlapped,
                long completionRoutine);

        static native int WSASendTo(
                long socket,
                long buffers,
                int count,
                long sent,
                int flags,
                long to,
                int toLength,
                long overlapped,
                long completionRoutine);

        static native int WSAGetOverlappedResult(long socket, long overlapped, long transferred, int wait, long flags);

        static native int recv(long socket, long buffer, int length, int flags);

        static native int send(long socket, long data, int length, int flags);

        static native int recvfrom(long socket, long buffer, int length, int flags, long from, long fromLength);

        static native int sendto(long socket, long data, int length, int flags, long to, int toLength);

        static native int shutdown(long socket, int how);

        static native int WSADuplicateSocketW(long socket, int processId, long info);
    }
}
