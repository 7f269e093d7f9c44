package io.nioshare.provider.windows.jna;

/**
 * Layouts of overlapped I/O on 64-bit Windows.
 *
 * <pre>
 * typedef struct _OVERLAPPED {
 *     ULONG_PTR Internal;         //   0  NTSTATUS
 *     ULONG_PTR InternalHigh;     //   8  bytes transferred
 *     PVOID     Pointer;          //  16
 *     HANDLE    hEvent;           //  24
 * };
 * typedef struct _OVERLAPPED_ENTRY {
 *     ULONG_PTR    lpCompletionKey;  //   0
 *     LPOVERLAPPED lpOverlapped;     //   8
 *     ULONG_PTR    Internal;         //  16
 *     DWORD        dwNumberOfBytesTransferred; // 24
 * };
 * typedef struct _WSABUF { ULONG len; CHAR *buf; };  // 0, 8
 * </pre>
 */
public final class Overlapped {

    public static final int BYTES = 32;
    public static final int INTERNAL = 0;
    public static final int INTERNAL_HIGH = 8;
    public static final int EVENT = 24;

    public static final int ENTRY_BYTES = 32;
    public static final int ENTRY_KEY = 0;
    public static final int ENTRY_OVERLAPPED = 8;

    public static final int WSABUF_BYTES = 16;
    public static final int WSABUF_LENGTH = 0;
    public static final int WSABUF_POINTER = 8;

    private Overlapped() {}
}
