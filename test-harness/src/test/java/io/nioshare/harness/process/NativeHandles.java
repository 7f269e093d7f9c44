package io.nioshare.harness.process;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.WString;
import java.nio.file.Path;

/** Windows handles that aren't sockets, for tests that want to see them left alone. In the process that calls. */
public final class NativeHandles {

    private static final int GENERIC_READ_WRITE = 0xc000_0000;
    private static final int OPEN_EXISTING = 3;
    private static final int WAIT_OBJECT_0 = 0;
    private static final long CURRENT_PROCESS = -1;

    static {
        Native.register(NativeHandles.class, "kernel32");
    }

    private NativeHandles() {}

    private static native long CreateFileW(
            WString name, int access, int share, long security, int creation, int flags, long template);

    private static native boolean WriteFile(long file, byte[] bytes, int count, int[] written, long overlapped);

    private static native long CreateEventW(long security, boolean manualReset, boolean initialState, long name);

    private static native boolean SetEvent(long event);

    private static native int WaitForSingleObject(long handle, int milliseconds);

    private static native boolean CloseHandle(long handle);

    private static native boolean GetProcessHandleCount(long process, int[] count);

    /** How many handles this process has open. */
    public static int count() {
        int[] count = new int[1];
        check("GetProcessHandleCount", GetProcessHandleCount(CURRENT_PROCESS, count));
        return count[0];
    }

    public static long openFile(Path file) {
        long handle = CreateFileW(new WString(file.toString()), GENERIC_READ_WRITE, 0, 0, OPEN_EXISTING, 0, 0);
        check("CreateFileW", handle != -1);
        return handle;
    }

    public static boolean writes(long file, byte[] bytes) {
        int[] written = new int[1];
        return WriteFile(file, bytes, bytes.length, written, 0) && written[0] == bytes.length;
    }

    public static long createEvent() {
        long event = CreateEventW(0, false, false, 0);
        check("CreateEventW", event != 0);
        return event;
    }

    public static boolean signals(long event) {
        return SetEvent(event) && WaitForSingleObject(event, 0) == WAIT_OBJECT_0;
    }

    public static boolean close(long handle) {
        return CloseHandle(handle);
    }

    /** Whether this Windows is Wine, where some things are as they are only there. */
    public static boolean onWine() {
        try {
            NativeLibrary.getInstance("ntdll").getFunction("wine_get_version");
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    private static void check(String call, boolean succeeded) {
        if (!succeeded) {
            throw new IllegalStateException(call + " failed with " + Native.getLastError());
        }
    }
}
