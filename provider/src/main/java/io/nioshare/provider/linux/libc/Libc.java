package io.nioshare.provider.linux.libc;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

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
    public static final int SO_PEERCRED = 17;
    public static final int SO_ACCEPTCONN = 30;
    public static final int SO_PROTOCOL = 38;
    public static final int SO_DOMAIN = 39;
    public static final int SO_COOKIE = 57;

    public static final int TCP_NODELAY = 1;

    public static final int IP_TOS = 1;
    public static final int IP_MULTICAST_IF = 32;
    public static final int IP_MULTICAST_TTL = 33;
    public static final int IP_MULTICAST_LOOP = 34;
    public static final int IP_MULTICAST_ALL = 49;
    public static final int IPV6_MULTICAST_IF = 17;
    public static final int IPV6_MULTICAST_HOPS = 18;
    public static final int IPV6_MULTICAST_LOOP = 19;
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

    static {
        // What the process has loaded anyway: nothing to be searched for, and the JVM's own C library.
        Native.register(Libc.class, NativeLibrary.getProcess());
    }

    private Libc() {}

    public static native int socket(int domain, int type, int protocol);

    public static native int bind(int socket, long address, int length);

    public static native int listen(int socket, int backlog);

    public static native int connect(int socket, long address, int length);

    public static native int accept4(int socket, long address, long length, int flags);

    public static native int getsockname(int socket, long address, long length);

    public static native int getpeername(int socket, long address, long length);

    public static native int getsockopt(int socket, int level, int name, long value, long length);

    public static native int setsockopt(int socket, int level, int name, long value, int length);

    public static native int shutdown(int socket, int how);

    public static native long recv(int socket, long buffer, long length, int flags);

    public static native long send(int socket, long buffer, long length, int flags);

    public static native long recvmsg(int socket, long message, int flags);

    public static native long sendmsg(int socket, long message, int flags);

    public static native int open(long path, int flags, int mode);

    public static native int dup2(int descriptor, int number);

    public static native int close(int descriptor);

    public static native int fcntl(int descriptor, int command, int argument);

    public static native int ioctl(int descriptor, long request, long argument);

    public static native int poll(long descriptors, long count, int timeout);

    public static native int eventfd(int value, int flags);

    public static native long read(int descriptor, long buffer, long length);

    public static native long write(int descriptor, long buffer, long length);

    public static native int kill(int process, int signal);

    public static native int geteuid();

    public static native int clock_gettime(int clock, long time);
}
