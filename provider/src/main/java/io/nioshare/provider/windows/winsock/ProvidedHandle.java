package io.nioshare.provider.windows.winsock;

import static io.nioshare.provider.windows.jna.Winsock2.*;

import io.nioshare.provider.memory.Scratch;
import io.nioshare.provider.windows.jna.Kernel32;
import io.nioshare.provider.windows.jna.LastError;
import io.nioshare.provider.windows.jna.NativeMemory;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Winsock handle, and what the service provider that made it knows of it: its protocol information, and the handle that
 * lies below.
 */
public abstract class ProvidedHandle {

    private static final int INFO_BYTES = 628;
    private static final int LENGTH = 632;
    private static final ThreadLocal<Scratch> SCRATCH = Scratch.perThread(NativeMemory.INSTANCE, LENGTH + 8);

    /** The catalog entries of base protocols that were found to wrap no handle. */
    private static final Set<Integer> PLAIN = ConcurrentHashMap.newKeySet();

    private final long handle;

    /** The catalog entry of a base protocol; null for another, or when nobody asked. */
    private final Integer base;

    private volatile long baseHandle;
    private volatile boolean takesStamp;

    ProvidedHandle(long handle, Integer base) {
        this.handle = handle;
        this.base = base;
    }

    /** The handle itself, for calls of this backend. */
    public final long handle() {
        return handle;
    }

    /** The socket's WSAPROTOCOL_INFOW; null when the provider doesn't tell. */
    public final byte[] info() {
        return info(handle);
    }

    /** The same of any handle; null when it isn't a socket. */
    static byte[] info(long handle) {
        Scratch scratch = SCRATCH.get();
        scratch.view().putInt(LENGTH, INFO_BYTES);
        long address = scratch.address();
        if (getsockopt(handle, SOL_SOCKET, SO_PROTOCOL_INFOW, address, address + LENGTH) != 0) {
            return null;
        }
        byte[] info = new byte[INFO_BYTES];
        scratch.view().get(0, info);
        return info;
    }

    /** Whether the information is known to have room for what an export writes into it. */
    public final boolean takesStamp() {
        return takesStamp;
    }

    public final void setTakesStamp() {
        takesStamp = true;
    }

    /**
     * The handle that the driver knows. A layered service provider may have wrapped it; "SIO_BASE_HANDLE" asks for
     * what lies below, and some providers answer only "SIO_BSP_HANDLE_POLL". Once a base protocol's answer was the
     * socket itself, its other sockets needn't be asked.
     */
    public final long baseHandle() throws IOException {
        long known = baseHandle;
        if (known == 0) {
            known = base != null && PLAIN.contains(base) ? handle : askForBase();
            baseHandle = known;
        }
        return known;
    }

    private long askForBase() throws IOException {
        long found = query(SIO_BASE_HANDLE);
        if (found == handle && base != null) {
            PLAIN.add(base);
        }
        if (found == INVALID_SOCKET) {
            found = query(SIO_BSP_HANDLE_POLL);
        }
        if (found == INVALID_SOCKET) {
            throw new IOException("a layered service provider hides this socket from the poll device: "
                    + WinsockError.describe(LastError.get()) + " from WSAIoctl(SIO_BASE_HANDLE)");
        }
        return found;
    }

    private long query(int code) {
        Scratch scratch = SCRATCH.get();
        int rc = WSAIoctl(handle, code, 0, 0, scratch.address(), Long.BYTES, scratch.address() + LENGTH, 0, 0);
        return rc == 0 ? scratch.view().getLong(0) : INVALID_SOCKET;
    }

    /** What {@link #setNotInherited} sees to, for a handle that was opened with that wish: so it seldom has to be called. */
    final void ensureNotInherited() throws IOException {
        Scratch scratch = SCRATCH.get();
        if (!Kernel32.GetHandleInformation(handle, scratch.address())) {
            throw WinsockError.toException("GetHandleInformation", LastError.get());
        }
        if ((scratch.view().getInt(0) & Kernel32.HANDLE_FLAG_INHERIT) != 0) {
            setNotInherited();
        }
    }

    final void setNotInherited() throws IOException {
        if (!Kernel32.SetHandleInformation(handle, Kernel32.HANDLE_FLAG_INHERIT, 0)) {
            throw WinsockError.toException("SetHandleInformation", LastError.get());
        }
    }
}
