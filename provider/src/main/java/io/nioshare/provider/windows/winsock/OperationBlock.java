package io.nioshare.provider.windows.winsock;

import static io.nioshare.provider.windows.jna.Overlapped.WSABUF_BYTES;
import static io.nioshare.provider.windows.jna.Overlapped.WSABUF_LENGTH;
import static io.nioshare.provider.windows.jna.Overlapped.WSABUF_POINTER;

import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.windows.jna.Kernel32;
import io.nioshare.provider.windows.jna.LastError;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.jna.Overlapped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/**
 * The memory of one operation. From the moment a call reports that it is pending until its event is signalled, it is
 * the kernel's: nothing here is written or freed in between.
 *
 * <pre>
 *   0  OVERLAPPED
 *  32  count of bytes, flags
 *  40  poll request
 *  88  WSABUF
 * </pre>
 */
final class OperationBlock {

    private static final int COUNT = Overlapped.BYTES;
    private static final int FLAGS = COUNT + 4;
    static final int POLL = FLAGS + 4;
    /**
     * "GetQueuedCompletionStatus function": with this bit of the event no packet goes to the completion port that another
     * process may have given the socket.
     */
    private static final long NO_PACKET = 1;

    private static final int SINGLE_BUFFER = POLL + SocketPolls.REQUEST_BYTES;
    private static final int BYTES = SINGLE_BUFFER + WSABUF_BYTES;

    private final OffHeapBlock block = new OffHeapBlock(NativeMemory.INSTANCE, BYTES);
    private final ByteBuffer view = block.view();

    /** The same by eight bytes, which is less work for the JIT compiler: everything here is aligned. */
    private final LongBuffer words = view.asLongBuffer();

    /** Only for gathers: most channels never need it. */
    private OffHeapBlock vector;

    /** 0 until the first wait. */
    private long event;

    long overlapped() {
        return block.address();
    }

    long poll() {
        return block.address() + POLL;
    }

    long count() {
        return block.address() + COUNT;
    }

    long flags() {
        return block.address() + FLAGS;
    }

    ByteBuffer view() {
        return view;
    }

    int transferred() {
        return (int) words.get(COUNT / Long.BYTES);
    }

    int status() {
        return (int) words.get(Overlapped.INTERNAL / Long.BYTES);
    }

    int overlappedTransferred() {
        return (int) words.get(Overlapped.INTERNAL_HIGH / Long.BYTES);
    }

    /** What calls that are given this block signal: a manual-reset event, which each of them resets. */
    long event() {
        return event;
    }

    void requireEvent() throws IOException {
        if (event == 0) {
            event = Kernel32.CreateEventW(0, true, false, 0);
            if (event == 0) {
                throw WinsockError.toException("CreateEventW", LastError.get());
            }
            words.put(Overlapped.EVENT / Long.BYTES, event | NO_PACKET);
        }
    }

    /** For a call that is overlapped. */
    void prepareOverlapped() {
        words.put(Overlapped.INTERNAL / Long.BYTES, 0);
        words.put(Overlapped.INTERNAL_HIGH / Long.BYTES, 0);
        prepare();
    }

    /** For a call. */
    void prepare() {
        words.put(COUNT / Long.BYTES, 0);
    }

    /** Any buffer but the first. */
    void buffer(int index, long address, int length) {
        if (vector == null) {
            vector = new OffHeapBlock(NativeMemory.INSTANCE, OsOperation.MAX_BUFFERS * WSABUF_BYTES);
        }
        put(vector.view(), index * WSABUF_BYTES, address, length);
    }

    /** The address of {@code count} buffers, of which this is the first. */
    long buffers(int count, long firstAddress, int firstLength) {
        if (count == 1) {
            words.put((SINGLE_BUFFER + WSABUF_LENGTH) / Long.BYTES, firstLength);
            words.put((SINGLE_BUFFER + WSABUF_POINTER) / Long.BYTES, firstAddress);
            return block.address() + SINGLE_BUFFER;
        }
        put(vector.view(), 0, firstAddress, firstLength);
        return vector.address();
    }

    /** How many bytes the buffers number 1 to {@code count} - 1 hold. */
    int bytesAfterFirst(int count) {
        int bytes = 0;
        for (int i = 1; i < count; i++) {
            bytes += vector.view().getInt(i * WSABUF_BYTES + WSABUF_LENGTH);
        }
        return bytes;
    }

    private static void put(ByteBuffer view, int offset, long address, int length) {
        view.putInt(offset + WSABUF_LENGTH, length);
        view.putLong(offset + WSABUF_POINTER, address);
    }

    void free() {
        freeVector();
        block.free();
        if (event != 0) {
            Kernel32.CloseHandle(event);
        }
    }

    void freeVector() {
        if (vector != null) {
            vector.free();
            vector = null;
        }
    }
}
