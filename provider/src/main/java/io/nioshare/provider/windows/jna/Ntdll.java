package io.nioshare.provider.windows.jna;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** ntdll.dll: device files, as the Windows Driver Kit documents them ("NtCreateFile", "NtDeviceIoControlFile"). */
public final class Ntdll {

    public static final int STATUS_SUCCESS = 0;
    public static final int STATUS_PENDING = 0x103;
    public static final int STATUS_CANCELLED = 0xC0000120;
    public static final int STATUS_NOT_FOUND = 0xC0000225;

    public static final int FILE_OPEN = 1;
    public static final int FILE_SHARE_READ = 1;
    public static final int FILE_SHARE_WRITE = 2;

    static {
        Native.register(Ntdll.class, "ntdll");
    }

    private Ntdll() {}

    public static native int NtCreateFile(
            long handle,
            int access,
            long attributes,
            long ioStatus,
            long allocation,
            int fileAttributes,
            int share,
            int disposition,
            int options,
            long ea,
            int eaLength);

    public static native int NtDeviceIoControlFile(
            long file,
            long event,
            long apcRoutine,
            long apcContext,
            long ioStatus,
            int code,
            long in,
            int inLength,
            long out,
            int outLength);

    public static native int NtCancelIoFileEx(long file, long ioStatusOfRequest, long ioStatus);

    public static native int RtlNtStatusToDosError(int status);

    /** Wine's version, or null on Windows. */
    public static String wineVersion() {
        Function version;
        try {
            version = NativeLibrary.getInstance("ntdll").getFunction("wine_get_version");
        } catch (UnsatisfiedLinkError onlyWineHasIt) {
            return null;
        }
        return version.invokeString(new Object[0], false);
    }
}
