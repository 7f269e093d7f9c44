package io.nioshare.provider.linux.socket;

import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.os.OsOperation;
import java.nio.ByteBuffer;

/**
 * The memory that an operation's calls are given.
 *
 * <pre>
 * struct msghdr { void *name; socklen_t namelen; struct iovec *iov; size_t iovlen;
 *                 void *control; size_t controllen; int flags; };    // 0 8 16 24 32 40 48, 56 bytes
 * struct iovec  { void *base; size_t len; };                         // 0 8, 16 bytes
 * struct pollfd { int fd; short events; short revents; };            // 0 4 6, 8 bytes
 * </pre>
 */
final class OperationBlock {

    /** Four longs, so that two addresses are compared quickly. */
    private static final int ADDRESS_BYTES = 32;

    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int IOV = 16;
    private static final int IOV_LENGTH = 24;
    private static final int ADDRESS = 64;
    private static final int LAST_ADDRESS = ADDRESS + ADDRESS_BYTES;
    private static final int POLLS = LAST_ADDRESS + ADDRESS_BYTES;
    private static final int POLL_BYTES = 8;
    private static final int POLL_EVENTS = 4;
    private static final int POLL_RESULTS = 6;
    private static final int VECTOR = POLLS + 2 * POLL_BYTES;
    private static final int VECTOR_BYTES = 16;
    private static final int BYTES = VECTOR + OsOperation.MAX_BUFFERS * VECTOR_BYTES;

    private final OffHeapBlock block = new OffHeapBlock(NativeMemory.INSTANCE, BYTES);
    private final ByteBuffer view = block.view();

    OperationBlock() {
        view.putLong(IOV, block.address() + VECTOR);
    }

    void buffer(int index, long address, int length) {
        int at = VECTOR + index * VECTOR_BYTES;
        view.putLong(at, address).putLong(at + Long.BYTES, length);
    }

    /** A message of the first {@code buffers} buffers, with an address of this length, or none. Returns where it is. */
    long message(int buffers, int addressLength) {
        view.putLong(NAME, addressLength == 0 ? 0 : block.address() + ADDRESS);
        view.putInt(NAME_LENGTH, addressLength);
        view.putLong(IOV_LENGTH, buffers);
        return block.address();
    }

    /** Where the message's address is. */
    ByteBuffer address() {
        return view.slice(ADDRESS, ADDRESS_BYTES).order(view.order());
    }

    /** Whether the message's address is the one of the last call of this method. */
    boolean isSameAddress() {
        boolean same = true;
        for (int i = 0; i < ADDRESS_BYTES; i += Long.BYTES) {
            long now = view.getLong(ADDRESS + i);
            same &= now == view.getLong(LAST_ADDRESS + i);
            view.putLong(LAST_ADDRESS + i, now);
        }
        return same;
    }

    void poll(int index, int descriptor, int events) {
        int at = POLLS + index * POLL_BYTES;
        view.putInt(at, descriptor).putShort(at + POLL_EVENTS, (short) events).putShort(at + POLL_RESULTS, (short) 0);
    }

    long polls() {
        return block.address() + POLLS;
    }

    int pollResult(int index) {
        return view.getShort(POLLS + index * POLL_BYTES + POLL_RESULTS);
    }

    void free() {
        block.free();
    }
}
