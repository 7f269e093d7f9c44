package io.nioshare.provider.windows.jna;

import com.sun.jna.Native;

/** kernel32.dll: completion ports, events and handles. */
public final class Kernel32 {

    public static final long INVALID_HANDLE_VALUE = -1;

    public static final int INFINITE = -1;
    public static final int WAIT_OBJECT_0 = 0;
    public static final int WAIT_TIMEOUT = 258;

    public static final int HANDLE_FLAG_INHERIT = 1;

    public static final int SYNCHRONIZE = 0x0010_0000;

    static {
        Native.register(Kernel32.class, "kernel32");
    }

    private Kernel32() {}

    public static native boolean CloseHandle(long handle);

    public static native boolean SetHandleInformation(long handle, int mask, int flags);

    public static native boolean CancelIoEx(long handle, long overlapped);

    public static native long CreateEventW(long security, boolean manualReset, boolean initialState, long name);

    public static native int WaitForSingleObject(long handle, int milliseconds);

    public static native long CreateIoCompletionPort(long file, long port, long key, int threads);

    public static native boolean GetQueuedCompletionStatusEx(
            long port, long entries, int count, long removed, int milliseconds, boolean alertable);

    public static native boolean PostQueuedCompletionStatus(long port, int bytes, long key, long overlapped);

    public static native long OpenProcess(int access, boolean inherit, int processId);

    public static native long GetCurrentProcess();

    public static native int GetCurrentProcessId();

    /** Each array takes one FILETIME, which is a number of 64 bits. */
    public static native boolean GetProcessTimes(long process, long[] start, long[] exit, long[] kernel, long[] user);
}
