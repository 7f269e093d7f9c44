package io.nioshare.provider.linux.libc;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * "epoll(7)".
 *
 * <pre>
 * struct epoll_event { uint32_t events; uint64_t data; };  // packed on x86_64: 0 4, 12 bytes; else 0 8, 16 bytes
 * </pre>
 */
public final class Epoll {

    public static final int EPOLL_CLOEXEC = 0x80000;

    public static final int EPOLL_CTL_ADD = 1;
    public static final int EPOLL_CTL_DEL = 2;
    public static final int EPOLL_CTL_MOD = 3;

    public static final int EPOLLIN = 0x1;
    public static final int EPOLLOUT = 0x4;
    public static final int EPOLLERR = 0x8;
    public static final int EPOLLHUP = 0x10;
    public static final int EPOLLET = 1 << 31;

    private static final boolean PACKED = "amd64".equals(System.getProperty("os.arch"));

    public static final int EVENT_BYTES = PACKED ? 12 : 16;
    public static final int DATA = PACKED ? 4 : 8;

    static {
        Native.register(Epoll.class, NativeLibrary.getProcess());
    }

    private Epoll() {}

    public static native int epoll_create1(int flags);

    public static native int epoll_ctl(int poller, int operation, int descriptor, long event);

    public static native int epoll_wait(int poller, long events, int count, int timeout);
}
