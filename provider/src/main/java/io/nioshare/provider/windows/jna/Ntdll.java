package io.nioshare.provider.windows.jna;

import io.nioshare.provider.binding.Bindings;
import io.nioshare.provider.binding.Library;
import io.nioshare.provider.binding.NativeFunction;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;

/** ntdll.dll: device files, as the Windows Driver Kit documents them ("NtCreateFile", "NtDeviceIoControlFile"). */
public final class Ntdll {

    public static final int STATUS_SUCCESS = 0;
    public static final int STATUS_PENDING = 0x103;
    public static final int STATUS_CANCELLED = 0xC0000120;
    public static final int STATUS_NOT_FOUND = 0xC0000225;

    public static final int FILE_OPEN = 1;
    public static final int FILE_SYNCHRONOUS_IO_NONALERT = 0x20;
    public static final int FILE_SHARE_READ = 1;
    public static final int FILE_SHARE_WRITE = 2;

    private static final int LONGEST_VERSION = 256;

    private static final Library LIBRARY = Library.open("ntdll", MethodHandles.lookup(), Natives.class);
    private static final NativeFunction NT_CREATE_FILE = LIBRARY.function("NtCreateFile");
    private static final NativeFunction NT_DEVICE_IO_CONTROL_FILE = LIBRARY.function("NtDeviceIoControlFile");
    private static final NativeFunction NT_CANCEL_IO_FILE_EX = LIBRARY.function("NtCancelIoFileEx");
    private static final NativeFunction RTL_NT_STATUS_TO_DOS_ERROR = LIBRARY.function("RtlNtStatusToDosError");

    private Ntdll() {}

    public static int NtCreateFile(
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
            int eaLength) {
        return NT_CREATE_FILE == null
                ? Natives.NtCreateFile(
                        handle,
                        access,
                        attributes,
                        ioStatus,
                        allocation,
                        fileAttributes,
                        share,
                        disposition,
                        options,
                        ea,
                        eaLength)
                : (int) NT_CREATE_FILE.call(
                        handle,
                        access,
                        attributes,
                        ioStatus,
                        allocation,
                        fileAttributes,
                        share,
                        disposition,
                        options,
                        ea,
                        eaLength);
    }

    public static int NtDeviceIoControlFile(
            long file,
            long event,
            long apcRoutine,
            long apcContext,
            long ioStatus,
            int code,
            long in,
            int inLength,
            long out,
            int outLength) {
        return NT_DEVICE_IO_CONTROL_FILE == null
                ? Natives.NtDeviceIoControlFile(
                        file, event, apcRoutine, apcContext, ioStatus, code, in, inLength, out, outLength)
                : (int) NT_DEVICE_IO_CONTROL_FILE.call(
                        file, event, apcRoutine, apcContext, ioStatus, code, in, inLength, out, outLength);
    }

    public static int NtCancelIoFileEx(long file, long ioStatusOfRequest, long ioStatus) {
        return NT_CANCEL_IO_FILE_EX == null
                ? Natives.NtCancelIoFileEx(file, ioStatusOfRequest, ioStatus)
                : (int) NT_CANCEL_IO_FILE_EX.call(file, ioStatusOfRequest, ioStatus);
    }

    public static int RtlNtStatusToDosError(int status) {
        return RTL_NT_STATUS_TO_DOS_ERROR == null
                ? Natives.RtlNtStatusToDosError(status)
                : (int) RTL_NT_STATUS_TO_DOS_ERROR.call(status);
    }

    /** Wine's version, or null on Windows. */
    public static String wineVersion() {
        long version;
        try {
            Library wine = Library.open("ntdll", MethodHandles.lookup(), OfWine.class);
            NativeFunction function = wine.function("wine_get_version");
            version = function == null ? OfWine.wine_get_version() : function.call();
        } catch (UnsatisfiedLinkError onlyWineHasIt) {
            return null;
        }
        return string(Bindings.memory().view(version, LONGEST_VERSION));
    }

    private static String string(ByteBuffer zeroTerminated) {
        StringBuilder string = new StringBuilder();
        for (byte c = zeroTerminated.get(); c != 0; c = zeroTerminated.get()) {
            string.append((char) c);
        }
        return string.toString();
    }

    /** The functions by their C types. */
    private static final class Natives {
        static native int NtCreateFile(
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

        static native int NtDeviceIoControlFile(
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

        static native int NtCancelIoFileEx(long file, long ioStatusOfRequest, long ioStatus);

        static native int RtlNtStatusToDosError(int status);
    }

    private static final class OfWine {
        static native long wine_get_version();
    }
}
