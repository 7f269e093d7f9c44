package io.nioshare.provider.linux.libc;

import io.nioshare.provider.binding.Library;
import io.nioshare.provider.binding.NativeFunction;
import io.nioshare.provider.security.Privileged;
import java.lang.invoke.MethodHandles;

/** Sockets, descriptors and waiting: the calls' manual pages have their names. */
public final class Libc {

    public static final int AF_UNSPEC = 0;
    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;

    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_SEQPACKET = 5;
    public static final int SOCK_NONBLOCK = 0x800;
    public static final int SOCK_CLOEXEC = 0x80000;

    public static final int IPPROTO_IP = 0;
    public static final int IPPROTO_TCP = 6;
    public static final int IPPROTO_UDP = 17;
    public static final int IPPROTO_IPV6 = 41;

    public static final int SOL_SOCKET = 1;
    public static final int SO_REUSEADDR = 2;
    public static final int SO_TYPE = 3;
    public static final int SO_ERROR = 4;
    public static final int SO_BROADCAST = 6;
    public static final int SO_SNDBUF = 7;
    public static final int SO_RCVBUF = 8;
    public static final int SO_KEEPALIVE = 9;
    public static final int SO_OOBINLINE = 10;
    public static final int SO_LINGER = 13;
    public static final int SO_REUSEPORT = 15;
    public static final int SO_PEERCRED = 17;
    public static final int SO_ACCEPTCONN = 30;
    public static final int SO_PROTOCOL = 38;
    public static final int SO_DOMAIN = 39;
    public static final int SO_INCOMING_NAPI_ID = 56;
    public static final int SO_COOKIE = 57;

    public static final int TCP_NODELAY = 1;
    public static final int TCP_KEEPIDLE = 4;
    public static final int TCP_KEEPINTVL = 5;
    public static final int TCP_KEEPCNT = 6;
    public static final int TCP_QUICKACK = 12;

    public static final int IP_TOS = 1;
    public static final int IP_MTU_DISCOVER = 10;
    public static final int IP_PMTUDISC_DONT = 0;
    public static final int IP_PMTUDISC_DO = 2;
    public static final int IP_MULTICAST_IF = 32;
    public static final int IP_MULTICAST_TTL = 33;
    public static final int IP_MULTICAST_LOOP = 34;
    public static final int IP_MULTICAST_ALL = 49;
    public static final int IPV6_MULTICAST_IF = 17;
    public static final int IPV6_MULTICAST_HOPS = 18;
    public static final int IPV6_MULTICAST_LOOP = 19;
    public static final int IPV6_MTU_DISCOVER = 23;
    public static final int IPV6_V6ONLY = 26;
    public static final int IPV6_MULTICAST_ALL = 29;
    public static final int IPV6_TCLASS = 67;

    public static final int MCAST_JOIN_GROUP = 42;
    public static final int MCAST_BLOCK_SOURCE = 43;
    public static final int MCAST_UNBLOCK_SOURCE = 44;
    public static final int MCAST_LEAVE_GROUP = 45;
    public static final int MCAST_JOIN_SOURCE_GROUP = 46;
    public static final int MCAST_LEAVE_SOURCE_GROUP = 47;

    public static final int SCM_RIGHTS = 1;

    public static final int MSG_OOB = 0x1;
    public static final int MSG_DONTWAIT = 0x40;
    public static final int MSG_NOSIGNAL = 0x4000;
    public static final int MSG_CMSG_CLOEXEC = 0x40000000;

    public static final int SHUT_RD = 0;
    public static final int SHUT_WR = 1;

    public static final int F_GETFD = 1;
    public static final int F_SETFD = 2;
    public static final int F_GETFL = 3;
    public static final int F_SETFL = 4;
    public static final int F_DUPFD_CLOEXEC = 1030;
    public static final int FD_CLOEXEC = 1;
    public static final int O_RDWR = 2;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;

    public static final int FIONREAD = 0x541B;

    public static final short POLLIN = 0x1;
    public static final short POLLOUT = 0x4;
    public static final short POLLERR = 0x8;
    public static final short POLLHUP = 0x10;
    public static final short POLLNVAL = 0x20;

    public static final int EFD_CLOEXEC = 0x80000;
    public static final int EFD_NONBLOCK = 0x800;

    public static final int CLOCK_BOOTTIME = 7;

    public static final int SIG_BLOCK = 0;

    private static final int AFTER_STANDARD_STREAMS = 3;

    static final boolean X86_64 = "amd64".equals(Privileged.property("os.arch"));
    public static final int SYS_GETPID = X86_64 ? 39 : 172;
    public static final int SYS_GETTID = X86_64 ? 186 : 178;
    public static final int SYS_TGKILL = X86_64 ? 234 : 131;

    private static final Library LIBRARY = Library.ofProcess(MethodHandles.lookup(), Natives.class);
    private static final NativeFunction SOCKET = LIBRARY.function("socket");
    private static final NativeFunction BIND = LIBRARY.function("bind");
    private static final NativeFunction LISTEN = LIBRARY.function("listen");
    private static final NativeFunction CONNECT = LIBRARY.function("connect");
    private static final NativeFunction ACCEPT4 = LIBRARY.function("accept4");
    private static final NativeFunction GETSOCKNAME = LIBRARY.function("getsockname");
    private static final NativeFunction GETPEERNAME = LIBRARY.function("getpeername");
    private static final NativeFunction GETSOCKOPT = LIBRARY.function("getsockopt");
    private static final NativeFunction SETSOCKOPT = LIBRARY.function("setsockopt");
    private static final NativeFunction SHUTDOWN = LIBRARY.function("shutdown");
    private static final NativeFunction RECV = LIBRARY.function("recv");
    private static final NativeFunction SEND = LIBRARY.function("send");
    private static final NativeFunction RECVFROM = LIBRARY.function("recvfrom");
    private static final NativeFunction SENDTO = LIBRARY.function("sendto");
    private static final NativeFunction RECVMSG = LIBRARY.function("recvmsg");
    private static final NativeFunction SENDMSG = LIBRARY.function("sendmsg");
    private static final NativeFunction OPEN = LIBRARY.function("open");
    private static final NativeFunction DUP2 = LIBRARY.function("dup2");
    private static final NativeFunction CLOSE = LIBRARY.function("close");
    private static final NativeFunction FCNTL = LIBRARY.function("fcntl");
    private static final NativeFunction IOCTL = LIBRARY.function("ioctl");
    private static final NativeFunction POLL = LIBRARY.function("poll");
    private static final NativeFunction EVENTFD = LIBRARY.function("eventfd");
    private static final NativeFunction READ = LIBRARY.function("read");
    private static final NativeFunction WRITE = LIBRARY.function("write");
    private static final NativeFunction KILL = LIBRARY.function("kill");
    private static final NativeFunction SYSCALL = LIBRARY.function("syscall");
    private static final NativeFunction SIGACTION = LIBRARY.function("sigaction");
    private static final NativeFunction SIGPROCMASK = LIBRARY.function("sigprocmask");
    private static final NativeFunction GETEUID = LIBRARY.function("geteuid");
    private static final NativeFunction GETPWUID_R = LIBRARY.function("getpwuid_r");
    private static final NativeFunction GETGRGID_R = LIBRARY.function("getgrgid_r");
    private static final NativeFunction CLOCK_GETTIME = LIBRARY.function("clock_gettime");

    private Libc() {}

    public static int socket(int domain, int type, int protocol) {
        return SOCKET == null ? Natives.socket(domain, type, protocol) : (int) SOCKET.call(domain, type, protocol);
    }

    public static int bind(int socket, long address, int length) {
        return BIND == null ? Natives.bind(socket, address, length) : (int) BIND.call(socket, address, length);
    }

    public static int listen(int socket, int backlog) {
        return LISTEN == null ? Natives.listen(socket, backlog) : (int) LISTEN.call(socket, backlog);
    }

    public static int connect(int socket, long address, int length) {
        return CONNECT == null ? Natives.connect(socket, address, length) : (int) CONNECT.call(socket, address, length);
    }

    public static int accept4(int socket, long address, long length, int flags) {
        return ACCEPT4 == null
                ? Natives.accept4(socket, address, length, flags)
                : (int) ACCEPT4.call(socket, address, length, flags);
    }

    public static int getsockname(int socket, long address, long length) {
        return GETSOCKNAME == null
                ? Natives.getsockname(socket, address, length)
                : (int) GETSOCKNAME.call(socket, address, length);
    }

    public static int getpeername(int socket, long address, long length) {
        return GETPEERNAME == null
                ? Natives.getpeername(socket, address, length)
                : (int) GETPEERNAME.call(socket, address, length);
    }

    public static int getsockopt(int socket, int level, int name, long value, long length) {
        return GETSOCKOPT == null
                ? Natives.getsockopt(socket, level, name, value, length)
                : (int) GETSOCKOPT.call(socket, level, name, value, length);
    }

    public static int setsockopt(int socket, int level, int name, long value, int length) {
        return SETSOCKOPT == null
                ? Natives.setsockopt(socket, level, name, value, length)
                : (int) SETSOCKOPT.call(socket, level, name, value, length);
    }

    public static int shutdown(int socket, int how) {
        return SHUTDOWN == null ? Natives.shutdown(socket, how) : (int) SHUTDOWN.call(socket, how);
    }

    public static long recv(int socket, long buffer, long length, int flags) {
        return RECV == null ? Natives.recv(socket, buffer, length, flags) : RECV.call(socket, buffer, length, flags);
    }

    public static long send(int socket, long buffer, long length, int flags) {
        return SEND == null ? Natives.send(socket, buffer, length, flags) : SEND.call(socket, buffer, length, flags);
    }

    public static long recvfrom(int socket, long buffer, long length, int flags, long address, long addressLength) {
        return RECVFROM == null
                ? Natives.recvfrom(socket, buffer, length, flags, address, addressLength)
                : RECVFROM.call(socket, buffer, length, flags, address, addressLength);
    }

    public static long sendto(int socket, long buffer, long length, int flags, long address, int addressLength) {
        return SENDTO == null
                ? Natives.sendto(socket, buffer, length, flags, address, addressLength)
                : SENDTO.call(socket, buffer, length, flags, address, addressLength);
    }

    public static long recvmsg(int socket, long message, int flags) {
        return RECVMSG == null ? Natives.recvmsg(socket, message, flags) : RECVMSG.call(socket, message, flags);
    }

    public static long sendmsg(int socket, long message, int flags) {
        return SENDMSG == null ? Natives.sendmsg(socket, message, flags) : SENDMSG.call(socket, message, flags);
    }

    public static int open(long path, int flags, int mode) {
        return OPEN == null ? Natives.open(path, flags, mode) : (int) OPEN.call(path, flags, mode);
    }

    /** {@code fcntl(F_DUPFD_CLOEXEC)}, by which a copy never becomes a standard stream, where one is closed. */
    public static int duplicate(int descriptor) {
        return fcntl(descriptor, F_DUPFD_CLOEXEC, AFTER_STANDARD_STREAMS);
    }

    public static int dup2(int descriptor, int number) {
        return DUP2 == null ? Natives.dup2(descriptor, number) : (int) DUP2.call(descriptor, number);
    }

    public static int close(int descriptor) {
        return CLOSE == null ? Natives.close(descriptor) : (int) CLOSE.call(descriptor);
    }

    public static int fcntl(int descriptor, int command, int argument) {
        return FCNTL == null
                ? Natives.fcntl(descriptor, command, argument)
                : (int) FCNTL.call(descriptor, command, argument);
    }

    public static int ioctl(int descriptor, long request, long argument) {
        return IOCTL == null
                ? Natives.ioctl(descriptor, request, argument)
                : (int) IOCTL.call(descriptor, request, argument);
    }

    public static int poll(long descriptors, long count, int timeout) {
        return POLL == null ? Natives.poll(descriptors, count, timeout) : (int) POLL.call(descriptors, count, timeout);
    }

    public static int eventfd(int value, int flags) {
        return EVENTFD == null ? Natives.eventfd(value, flags) : (int) EVENTFD.call(value, flags);
    }

    public static long read(int descriptor, long buffer, long length) {
        return READ == null ? Natives.read(descriptor, buffer, length) : READ.call(descriptor, buffer, length);
    }

    public static long write(int descriptor, long buffer, long length) {
        return WRITE == null ? Natives.write(descriptor, buffer, length) : WRITE.call(descriptor, buffer, length);
    }

    public static int kill(int process, int signal) {
        return KILL == null ? Natives.kill(process, signal) : (int) KILL.call(process, signal);
    }

    /** For what older C libraries have no function. */
    public static long syscall(int number, int a, int b, int c) {
        return SYSCALL == null ? Natives.syscall(number, a, b, c) : SYSCALL.call(number, a, b, c);
    }

    /**
     * <pre>
     * struct sigaction { void (*handler)(int); sigset_t mask; int flags; void (*restorer)(void); };
     *                                                           // 0 8 136 144, 152 bytes
     * </pre>
     */
    public static int sigaction(int signal, long action, long before) {
        return SIGACTION == null
                ? Natives.sigaction(signal, action, before)
                : (int) SIGACTION.call(signal, action, before);
    }

    /** The mask is that of the calling thread: 128 bytes, signal 1 is the first one's lowest bit. */
    public static int sigprocmask(int how, long mask, long before) {
        return SIGPROCMASK == null ? Natives.sigprocmask(how, mask, before) : (int) SIGPROCMASK.call(how, mask, before);
    }

    public static int geteuid() {
        return GETEUID == null ? Natives.geteuid() : (int) GETEUID.call();
    }

    public static int getpwuid_r(int user, long entry, long buffer, long length, long result) {
        return GETPWUID_R == null
                ? Natives.getpwuid_r(user, entry, buffer, length, result)
                : (int) GETPWUID_R.call(user, entry, buffer, length, result);
    }

    public static int getgrgid_r(int group, long entry, long buffer, long length, long result) {
        return GETGRGID_R == null
                ? Natives.getgrgid_r(group, entry, buffer, length, result)
                : (int) GETGRGID_R.call(group, entry, buffer, length, result);
    }

    public static int clock_gettime(int clock, long time) {
        return CLOCK_GETTIME == null ? Natives.clock_gettime(clock, time) : (int) CLOCK_GETTIME.call(clock, time);
    }

    /** The functions by their C types. */
    private static final class Natives {
        static native int socket(int domain, int type, int protocol);

        static native int bind(int socket, long address, int length);

        static native int listen(int socket, int backlog);

        static native int connect(int socket, long address, int length);

        static native int accept4(int socket, long address, long length, int flags);

        static native int getsockname(int socket, long address, long length);

        static native int getpeername(int socket, long address, long length);

        static native int getsockopt(int socket, int level, int name, long value, long length);

        static native int setsockopt(int socket, int level, int name, long value, int length);

        static native int shutdown(int socket, int how);

        static native long recv(int socket, long buffer, long length, int flags);

        static native long send(int socket, long buffer, long length, int flags);

        static native long recvfrom(int socket, long buffer, long length, int flags, long address, long addressLength);

        static native long sendto(int socket, long buffer, long length, int flags, long address, int addressLength);

        static native long recvmsg(int socket, long message, int flags);

        static native long sendmsg(int socket, long message, int flags);

        static native int open(long path, int flags, int mode);

        static native int dup2(int descriptor, int number);

        static native int close(int descriptor);

        static native int fcntl(int descriptor, int command, int argument);

        static native int ioctl(int descriptor, long request, long argument);

        static native int poll(long descriptors, long count, int timeout);

        static native int eventfd(int value, int flags);

        static native long read(int descriptor, long buffer, long length);

        static native long write(int descriptor, long buffer, long length);

        static native int kill(int process, int signal);

        static native long syscall(long number, long a, long b, long c);

        static native int sigaction(int signal, long action, long before);

        static native int sigprocmask(int how, long mask, long before);

        static native int geteuid();

        static native int getpwuid_r(int user, long entry, long buffer, long length, long result);

        static native int getgrgid_r(int group, long entry, long buffer, long length, long result);

        static native int clock_gettime(int clock, long time);
    }
}
