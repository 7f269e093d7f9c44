package io.nioshare.provider.windows.jna;

import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.WinBase.FILETIME;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinNT.HANDLE;

/** "Process and Thread Functions". Off the hot path, so on jna-platform. */
public final class Processes {

    private static final int ALIVE = 258;

    private Processes() {}

    /** A handle that allows what sharing a socket needs, or 0: {@link LastError} tells why. */
    public static long open(int processId) {
        int access = WinNT.PROCESS_DUP_HANDLE | WinNT.PROCESS_QUERY_LIMITED_INFORMATION | WinNT.SYNCHRONIZE;
        HANDLE handle = Kernel32.INSTANCE.OpenProcess(access, false, processId);
        return handle == null ? 0 : Pointer.nativeValue(handle.getPointer());
    }

    /** Whether the process runs: one that has ended still exists while somebody has a handle of it. */
    public static boolean isAlive(long process) {
        return Kernel32.INSTANCE.WaitForSingleObject(handle(process), 0) == ALIVE;
    }

    /** When the process was started, as a FILETIME; 0 when that can't be told, see {@link LastError}. */
    public static long startTime(long process) {
        FILETIME start = new FILETIME();
        FILETIME ignored = new FILETIME();
        boolean told = Kernel32.INSTANCE.GetProcessTimes(handle(process), start, ignored, ignored, ignored);
        return told ? (long) start.dwHighDateTime << 32 | Integer.toUnsignedLong(start.dwLowDateTime) : 0;
    }

    /** A pseudo-handle of this process, not to be closed. */
    public static long current() {
        return Pointer.nativeValue(Kernel32.INSTANCE.GetCurrentProcess().getPointer());
    }

    public static int currentId() {
        return Kernel32.INSTANCE.GetCurrentProcessId();
    }

    public static void close(long process) {
        Kernel32.INSTANCE.CloseHandle(handle(process));
    }

    private static HANDLE handle(long value) {
        return new HANDLE(new Pointer(value));
    }
}
