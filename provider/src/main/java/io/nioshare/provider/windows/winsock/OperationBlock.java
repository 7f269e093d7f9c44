package io.nioshare.provider.windows.winsock;

import static io.nioshare.provider.windows.jna.Overlapped.WSABUF_BYTES;
import static io.nioshare.provider.windows.jna.Overlapped.WSABUF_LENGTH;
import static io.nioshare.provider.windows.jna.Overlapped.WSABUF_POINTER;

import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.jna.Overlapped;
import java.nio.ByteBuffer;

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
    private static final int SINGLE_BUFFER = POLL + SocketPolls.REQUEST_BYTES;
    private static final int BYTES = SINGLE_BUFFER + WSABUF_BYTES;

    private final OffHeapBlock block = new OffHeapBlock(NativeMemory.INSTANCE, BYTES);
    private final ByteBuffer view = block.view();

    /** Only for gathers: most channels never need it. */
    private OffHeapBlock vector;

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
        return view.getInt(COUNT);
    }

    int status() {
        return (int) view.getLong(Overlapped.INTERNAL);
    }

    int overlappedTransferred() {
        return (int) view.getLong(Overlapped.INTERNAL_HIGH);
    }

    void prepare(long event) {
        view.putLong(Overlapped.INTERNAL, 0);
        view.putLong(Overlapped.INTERNAL_HIGH, 0);
        view.putLong(16, 0);
        view.putLong(Overlapped.EVENT, event);
        prepare();
    }

    void prepare() {
        view.putLong(COUNT, 0);
    }

    void buffer(int index, long address, int length) {
        if (index == 0) {
            put(view, SINGLE_BUFFER, address, length);
            return;
        }
        if (vector == null) {
            vector = new OffHeapBlock(NativeMemory.INSTANCE, OsOperation.MAX_BUFFERS * WSABUF_BYTES);
        }
        put(vector.view(), index * WSABUF_BYTES, address, length);
    }

    /** The address of the first {@code count} buffers. */
    long buffers(int count) {
        if (count == 1) {
            return block.address() + SINGLE_BUFFER;
        }
        put(vector.view(), 0, view.getLong(SINGLE_BUFFER + WSABUF_POINTER), view.getInt(SINGLE_BUFFER + WSABUF_LENGTH));
        return vector.address();
    }

    /** How many bytes the first {@code count} buffers hold. */
    int bytes(int count) {
        int bytes = view.getInt(SINGLE_BUFFER + WSABUF_LENGTH);
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
        block.free();
        if (vector != null) {
            vector.free();
        }
    }
}
