package io.nioshare.provider.windows.jna;

import io.nioshare.provider.binding.Library;
import io.nioshare.provider.binding.NativeFunction;
import java.lang.invoke.MethodHandles;

/** kernel32.dll: completion ports, events and handles. */
public final class Kernel32 {

    public static final long INVALID_HANDLE_VALUE = -1;

    public static final int INFINITE = -1;
    public static final int WAIT_OBJECT_0 = 0;
    public static final int WAIT_TIMEOUT = 258;

    public static final int HANDLE_FLAG_INHERIT = 1;

    public static final int SYNCHRONIZE = 0x0010_0000;

    private static final Library LIBRARY = Library.open("kernel32", MethodHandles.lookup(), Natives.class);
    private static final NativeFunction CLOSE_HANDLE = LIBRARY.function("CloseHandle");
    private static final NativeFunction SET_HANDLE_INFORMATION = LIBRARY.function("SetHandleInformation");
    private static final NativeFunction GET_HANDLE_INFORMATION = LIBRARY.function("GetHandleInformation");
    private static final NativeFunction CANCEL_IO_EX = LIBRARY.function("CancelIoEx");
    private static final NativeFunction CREATE_EVENT_W = LIBRARY.function("CreateEventW");
    private static final NativeFunction WAIT_FOR_SINGLE_OBJECT = LIBRARY.function("WaitForSingleObject");
    private static final NativeFunction CREATE_IO_COMPLETION_PORT = LIBRARY.function("CreateIoCompletionPort");
    private static final NativeFunction GET_QUEUED_COMPLETION_STATUS_EX =
            LIBRARY.function("GetQueuedCompletionStatusEx");
    private static final NativeFunction POST_QUEUED_COMPLETION_STATUS = LIBRARY.function("PostQueuedCompletionStatus");
    private static final NativeFunction OPEN_PROCESS = LIBRARY.function("OpenProcess");
    private static final NativeFunction GET_CURRENT_PROCESS = LIBRARY.function("GetCurrentProcess");
    private static final NativeFunction GET_CURRENT_PROCESS_ID = LIBRARY.function("GetCurrentProcessId");
    private static final NativeFunction GET_PROCESS_ID = LIBRARY.function("GetProcessId");
    private static final NativeFunction GET_PROCESS_TIMES = LIBRARY.function("GetProcessTimes");

    private Kernel32() {}

    public static boolean CloseHandle(long handle) {
        return (CLOSE_HANDLE == null ? Natives.CloseHandle(handle) : (int) CLOSE_HANDLE.call(handle)) != 0;
    }

    public static boolean SetHandleInformation(long handle, int mask, int flags) {
        return (SET_HANDLE_INFORMATION == null
                        ? Natives.SetHandleInformation(handle, mask, flags)
                        : (int) SET_HANDLE_INFORMATION.call(handle, mask, flags))
                != 0;
    }

    /** {@code flags} is the address of a DWORD. */
    public static boolean GetHandleInformation(long handle, long flags) {
        return (GET_HANDLE_INFORMATION == null
                        ? Natives.GetHandleInformation(handle, flags)
                        : (int) GET_HANDLE_INFORMATION.call(handle, flags))
                != 0;
    }

    public static boolean CancelIoEx(long handle, long overlapped) {
        return (CANCEL_IO_EX == null
                        ? Natives.CancelIoEx(handle, overlapped)
                        : (int) CANCEL_IO_EX.call(handle, overlapped))
                != 0;
    }

    public static long CreateEventW(long security, boolean manualReset, boolean initialState, long name) {
        return CREATE_EVENT_W == null
                ? Natives.CreateEventW(security, manualReset ? 1 : 0, initialState ? 1 : 0, name)
                : CREATE_EVENT_W.call(security, manualReset ? 1 : 0, initialState ? 1 : 0, name);
    }

    public static int WaitForSingleObject(long handle, int milliseconds) {
        return WAIT_FOR_SINGLE_OBJECT == null
                ? Natives.WaitForSingleObject(handle, milliseconds)
                : (int) WAIT_FOR_SINGLE_OBJECT.call(handle, milliseconds);
    }

    public static long CreateIoCompletionPort(long file, long port, long key, int threads) {
        return CREATE_IO_COMPLETION_PORT == null
                ? Natives.CreateIoCompletionPort(file, port, key, threads)
                : CREATE_IO_COMPLETION_PORT.call(file, port, key, threads);
    }

    public static boolean GetQueuedCompletionStatusEx(
            long port, long entries, int count, long removed, int milliseconds, boolean alertable) {
        return (GET_QUEUED_COMPLETION_STATUS_EX == null
                        ? Natives.GetQueuedCompletionStatusEx(
                                port, entries, count, removed, milliseconds, alertable ? 1 : 0)
                        : (int) GET_QUEUED_COMPLETION_STATUS_EX.call(
                                port, entries, count, removed, milliseconds, alertable ? 1 : 0))
                != 0;
    }

    public static boolean PostQueuedCompletionStatus(long port, int bytes, long key, long overlapped) {
        return (POST_QUEUED_COMPLETION_STATUS == null
                        ? Natives.PostQueuedCompletionStatus(port, bytes, key, overlapped)
                        : (int) POST_QUEUED_COMPLETION_STATUS.call(port, bytes, key, overlapped))
                != 0;
    }

    public static long OpenProcess(int access, boolean inherit, int processId) {
        return OPEN_PROCESS == null
                ? Natives.OpenProcess(access, inherit ? 1 : 0, processId)
                : OPEN_PROCESS.call(access, inherit ? 1 : 0, processId);
    }

    public static long GetCurrentProcess() {
        return GET_CURRENT_PROCESS == null ? Natives.GetCurrentProcess() : GET_CURRENT_PROCESS.call();
    }

    public static int GetCurrentProcessId() {
        return GET_CURRENT_PROCESS_ID == null ? Natives.GetCurrentProcessId() : (int) GET_CURRENT_PROCESS_ID.call();
    }

    public static int GetProcessId(long process) {
        return GET_PROCESS_ID == null ? Natives.GetProcessId(process) : (int) GET_PROCESS_ID.call(process);
    }

    /** Each address takes one FILETIME, which is a number of 64 bits. */
    public static boolean GetProcessTimes(long process, long start, long exit, long kernel, long user) {
        return (GET_PROCESS_TIMES == null
                        ? Natives.GetProcessTimes(process, start, exit, kernel, user)
                        : (int) GET_PROCESS_TIMES.call(process, start, exit, kernel, user))
                != 0;
    }

    /** The functions by their C types. */
    private static final class Natives {
        static native int CloseHandle(long handle);

        static native int SetHandleInformation(long handle, int mask, int flags);

        static native int GetHandleInformation(long handle, long flags);

        static native int CancelIoEx(long handle, long overlapped);

        static native long CreateEventW(long security, int manualReset, int initialState, long name);

        static native int WaitForSingleObject(long handle, int milliseconds);

        static native long CreateIoCompletionPort(long file, long port, long key, int threads);

        static native int GetQueuedCompletionStatusEx(
                long port, long entries, int count, long removed, int milliseconds, int alertable);

        static native int PostQueuedCompletionStatus(long port, int bytes, long key, long overlapped);

        static native long OpenProcess(int access, int inherit, int processId);

        static native long GetCurrentProcess();

        static native int GetCurrentProcessId();

        static native int GetProcessId(long process);

        static native int GetProcessTimes(long process, long start, long exit, long kernel, long user);
    }
}
