package io.nioshare.provider.windows.jna;

import com.sun.jna.platform.win32.WinNT;
import io.nioshare.provider.memory.OffHeapBlock;

/**
 * "Process and Thread Functions". The calls are bound in {@link Kernel32}: the interface of jna-platform takes a quarter
 * of a second to load, which would be in the middle of the first hand-off.
 */
public final class Processes {

    private Processes() {}

    /** A handle that allows what sharing a socket needs, or 0: {@link LastError} tells why. */
    public static long open(int processId) {
        int access = WinNT.PROCESS_DUP_HANDLE | WinNT.PROCESS_QUERY_LIMITED_INFORMATION | WinNT.SYNCHRONIZE;
        return Kernel32.OpenProcess(access, false, processId);
    }

    /** The process's id; 0 when that can't be told, see {@link LastError}. */
    public static int id(long process) {
        return Kernel32.GetProcessId(process);
    }

    /** Whether the process runs: one that has ended still exists while somebody has a handle of it. */
    public static boolean isAlive(long process) {
        return Kernel32.WaitForSingleObject(process, 0) == Kernel32.WAIT_TIMEOUT;
    }

    /** When the process was started, as a FILETIME; 0 when that can't be told, see {@link LastError}. */
    public static long startTime(long process) {
        OffHeapBlock times = new OffHeapBlock(NativeMemory.INSTANCE, 2 * Long.BYTES);
        try {
            long start = times.address();
            long ignored = start + Long.BYTES;
            boolean told = Kernel32.GetProcessTimes(process, start, ignored, ignored, ignored);
            return told ? times.view().getLong(0) : 0;
        } finally {
            times.free();
        }
    }

    /** A pseudo-handle of this process, not to be closed. */
    public static long current() {
        return Kernel32.GetCurrentProcess();
    }

    public static int currentId() {
        return Kernel32.GetCurrentProcessId();
    }

    public static void close(long process) {
        Kernel32.CloseHandle(process);
    }
}
