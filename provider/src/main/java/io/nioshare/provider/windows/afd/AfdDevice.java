package io.nioshare.provider.windows.afd;

import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.windows.jna.Afd;
import io.nioshare.provider.windows.jna.Kernel32;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.jna.Ntdll;
import io.nioshare.provider.windows.winsock.WinsockError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A handle of the socket driver that isn't a socket, and serves for nothing but polls. */
final class AfdDevice implements PollDevice {

    private static final String NAME = "\\Device\\Afd\\NioShare";

    /** UNICODE_STRING { USHORT 0, USHORT 2, PWSTR 8 }, 16 bytes. */
    private static final int NAME_STRUCT = 16;

    /** OBJECT_ATTRIBUTES { ULONG 0, HANDLE 8, PUNICODE_STRING 16, ULONG 24, PVOID 32, PVOID 40 }, 48 bytes. */
    private static final int ATTRIBUTES_BYTES = 48;

    private final long handle;

    private AfdDevice(long handle) {
        this.handle = handle;
    }

    static AfdDevice open() throws IOException {
        return open(0);
    }

    /** For polls that don't wait: each has completed when its call returns, and none goes to a port. */
    static AfdDevice openSynchronous() throws IOException {
        return open(Ntdll.FILE_SYNCHRONOUS_IO_NONALERT);
    }

    private static AfdDevice open(int options) throws IOException {
        byte[] name = NAME.getBytes(StandardCharsets.UTF_16LE);
        int attributes = 0;
        int string = attributes + ATTRIBUTES_BYTES;
        int chars = string + NAME_STRUCT;
        int result = chars + name.length + 8 & -8;
        int ioStatus = result + Long.BYTES;
        OffHeapBlock block = new OffHeapBlock(NativeMemory.INSTANCE, ioStatus + Afd.IO_STATUS_BLOCK_BYTES);
        try {
            ByteBuffer view = block.view();
            view.putInt(attributes, ATTRIBUTES_BYTES).putLong(attributes + 16, block.address() + string);
            view.putShort(string, (short) name.length).putShort(string + 2, (short) name.length);
            view.putLong(string + 8, block.address() + chars).put(chars, name);
            int status = Ntdll.NtCreateFile(
                    block.address() + result,
                    Kernel32.SYNCHRONIZE,
                    block.address() + attributes,
                    block.address() + ioStatus,
                    0,
                    0,
                    Ntdll.FILE_SHARE_READ | Ntdll.FILE_SHARE_WRITE,
                    Ntdll.FILE_OPEN,
                    options,
                    0,
                    0);
            check("NtCreateFile(" + NAME + ")", status);
            return new AfdDevice(view.getLong(result));
        } finally {
            block.free();
        }
    }

    long handle() {
        return handle;
    }

    @Override
    public boolean submit(long block, int sockets) throws IOException {
        return submit(block, sockets, 0, block);
    }

    /**
     * @param event signalled at completion, or 0
     * @param context goes with the packet, or 0 for no packet
     * @return whether the request is pending
     */
    boolean submit(long block, int sockets, long event, long context) throws IOException {
        long info = block + PollBlock.INFO;
        int bytes = PollBlock.infoBytes(sockets);
        int status = Ntdll.NtDeviceIoControlFile(
                handle, event, 0, context, block, Afd.IOCTL_AFD_POLL, info, bytes, info, bytes);
        if (status == Ntdll.STATUS_PENDING) {
            return true;
        }
        check("NtDeviceIoControlFile(IOCTL_AFD_POLL)", status);
        return false;
    }

    /** Failure means that the request has completed: its completion is on its way. */
    @Override
    public void cancel(long block) {
        long ioStatus = CANCEL_STATUS.address();
        Ntdll.NtCancelIoFileEx(handle, block, ioStatus);
    }

    /** Never read, so all threads may write to it. */
    private static final OffHeapBlock CANCEL_STATUS =
            new OffHeapBlock(NativeMemory.INSTANCE, Afd.IO_STATUS_BLOCK_BYTES);

    @Override
    public void close() {
        Kernel32.CloseHandle(handle);
    }

    private static void check(String call, int status) throws IOException {
        if (status < 0) {
            throw WinsockError.toException(call, Ntdll.RtlNtStatusToDosError(status));
        }
    }
}
