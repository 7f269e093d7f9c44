package io.nioshare.provider.linux.libc;

import io.nioshare.provider.binding.Library;
import io.nioshare.provider.binding.NativeFunction;
import java.lang.invoke.MethodHandles;

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

    public static final int EVENT_BYTES = Libc.X86_64 ? 12 : 16;
    public static final int DATA = Libc.X86_64 ? 4 : 8;

    private static final Library LIBRARY = Library.ofProcess(MethodHandles.lookup(), Natives.class);
    private static final NativeFunction EPOLL_CREATE1 = LIBRARY.function("epoll_create1");
    private static final NativeFunction EPOLL_CTL = LIBRARY.function("epoll_ctl");
    private static final NativeFunction EPOLL_WAIT = LIBRARY.function("epoll_wait");

    private Epoll() {}

    public static int epoll_create1(int flags) {
        return EPOLL_CREATE1 == null ? Natives.epoll_create1(flags) : (int) EPOLL_CREATE1.call(flags);
    }

    public static int epoll_ctl(int poller, int operation, int descriptor, long event) {
        return EPOLL_CTL == null
                ? Natives.epoll_ctl(poller, operation, descriptor, event)
                : (int) EPOLL_CTL.call(poller, operation, descriptor, event);
    }

    public static int epoll_wait(int poller, long events, int count, int timeout) {
        return EPOLL_WAIT == null
                ? Natives.epoll_wait(poller, events, count, timeout)
                : (int) EPOLL_WAIT.call(poller, events, count, timeout);
    }

    /** The functions by their C types. */
    private static final class Natives {
        static native int epoll_create1(int flags);

        static native int epoll_ctl(int poller, int operation, int descriptor, long event);

        static native int epoll_wait(int poller, long events, int count, int timeout);
    }
}
