package io.nioshare.provider.windows.jna;

/**
 * The socket driver's poll request. Not in the Windows documentation; the layout is the one that every poll on
 * completion ports uses.
 *
 * <pre>
 * typedef struct _IO_STATUS_BLOCK { union { NTSTATUS Status; PVOID Pointer; }; ULONG_PTR Information; };
 *
 * typedef struct _AFD_POLL_HANDLE_INFO {
 *     HANDLE   Handle;            //  16
 *     ULONG    Events;            //  24
 *     NTSTATUS Status;            //  28
 * };
 * typedef struct _AFD_POLL_INFO {
 *     LARGE_INTEGER Timeout;      //   0
 *     ULONG         NumberOfHandles; // 8
 *     ULONG         Exclusive;    //  12
 *     AFD_POLL_HANDLE_INFO Handles[NumberOfHandles];
 * };                              //  16 bytes, and 16 for each handle
 * </pre>
 */
public final class Afd {

    public static final int IOCTL_AFD_POLL = 0x00012024;

    public static final int POLL_RECEIVE = 0x0001;
    public static final int POLL_SEND = 0x0004;
    public static final int POLL_DISCONNECT = 0x0008;
    public static final int POLL_ABORT = 0x0010;
    public static final int POLL_LOCAL_CLOSE = 0x0020;
    public static final int POLL_ACCEPT = 0x0080;
    public static final int POLL_CONNECT_FAIL = 0x0100;

    public static final int IO_STATUS_BLOCK_BYTES = 16;
    public static final int IO_STATUS_STATUS = 0;

    public static final int INFO_TIMEOUT = 0;
    public static final int INFO_HANDLES = 8;
    public static final int INFO_EXCLUSIVE = 12;
    public static final int INFO_HANDLE = 16;
    public static final int INFO_EVENTS = 24;
    public static final int INFO_STATUS = 28;
    public static final int HANDLE_INFO_BYTES = 16;

    private Afd() {}
}
