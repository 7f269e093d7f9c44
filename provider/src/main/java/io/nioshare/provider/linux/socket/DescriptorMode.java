package io.nioshare.provider.linux.socket;

import static io.nioshare.provider.linux.libc.Libc.F_GETFL;
import static io.nioshare.provider.linux.libc.Libc.F_SETFL;
import static io.nioshare.provider.linux.libc.Libc.O_NONBLOCK;
import static io.nioshare.provider.linux.libc.Libc.fcntl;

import io.nioshare.provider.linux.libc.LastError;
import java.io.IOException;

/**
 * A socket's descriptor, and whether it is in blocking mode. All who hold the socket have that mode in common, so it is
 * one only while nobody else does, and for one purpose: to receive in one call, which waits itself, where two were needed
 * otherwise.
 *
 * <pre>
 * NON_BLOCKING --a receiving call that may wait found nothing--> BLOCKING --setShared(true)--> NON_BLOCKING
 * </pre>
 *
 * <p>The monitor guards the change, and is taken before that of a {@link LinuxOperation}.
 */
class DescriptorMode {

    private final int descriptor;

    private volatile boolean shared;

    /** Whose receiving calls wait in the kernel, in blocking mode; else null. */
    private volatile LinuxOperation receiver;

    DescriptorMode(int descriptor) {
        this.descriptor = descriptor;
    }

    /** The descriptor itself, for calls of this backend. */
    public final int descriptor() {
        return descriptor;
    }

    /** For calls that can't say {@code MSG_DONTWAIT}: a partner may have made the socket a blocking one. */
    final void refuseToBlock() throws IOException {
        if (shared) {
            setNonBlocking();
        }
    }

    final void setNonBlocking() throws IOException {
        setMode(O_NONBLOCK);
    }

    private void setMode(int flag) throws IOException {
        int flags = fcntl(descriptor, F_GETFL, 0);
        check("fcntl(F_GETFL)", flags < 0 ? flags : 0);
        if ((flags & O_NONBLOCK) != flag) {
            check("fcntl(F_SETFL)", fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK | flag));
        }
    }

    /** Whether this operation's receiving calls can wait in the kernel. */
    final boolean waitsInKernel(LinuxOperation operation) {
        return receiver == operation;
    }

    /**
     * Has this operation's receiving calls wait in the kernel, if nothing speaks against it.
     *
     * @return whether they do so from now on, and didn't before
     */
    final boolean letWaitInKernel(LinuxOperation operation) throws IOException {
        return !shared && receiver == null && KernelThread.canBeSignalled() && switchTo(operation);
    }

    private synchronized boolean switchTo(LinuxOperation operation) throws IOException {
        if (shared || receiver != null) {
            return false;
        }
        setMode(0);
        receiver = operation;
        return true;
    }

    /** See {@link io.nioshare.provider.os.OsSocket#isShared}. */
    public final boolean isShared() {
        return shared;
    }

    /** See {@link io.nioshare.provider.os.OsSocket#setShared}. */
    public final synchronized void setShared(boolean shared) throws IOException {
        this.shared = shared;
        LinuxOperation waiting = receiver;
        if (shared && waiting != null) {
            setNonBlocking();
            receiver = null;
            waiting.leaveKernel();
        }
    }

    static void check(String call, int rc) throws IOException {
        if (rc != 0) {
            throw Errno.toException(call, LastError.get());
        }
    }
}
