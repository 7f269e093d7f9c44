package io.nioshare.provider.linux.socket;

import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.linux.libc.PollFd;
import io.nioshare.provider.memory.AddressWords;
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
 * </pre>
 */
final class OperationBlock {

    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int IOV = 16;
    private static final int IOV_LENGTH = 24;
    private static final int ADDRESS = 64;
    private static final int ADDRESS_LENGTH = ADDRESS + AddressWords.BYTES;
    private static final int POLLS = ADDRESS_LENGTH + 8;
    private static final int VECTOR = POLLS + 2 * PollFd.BYTES;
    private static final int VECTOR_BYTES = 16;
    private static final int BYTES = VECTOR + OsOperation.MAX_BUFFERS * VECTOR_BYTES;

    private final OffHeapBlock block = new OffHeapBlock(NativeMemory.INSTANCE, BYTES);
    private final ByteBuffer view = block.view();

    /** What stands in the memory: most polls ask for the same as the one before. */
    private int polledEvents;

    private int polledWake = -1;

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

    /** Where a message's address is. */
    long addressAt() {
        return block.address() + ADDRESS;
    }

    ByteBuffer address() {
        return view.slice(ADDRESS, AddressWords.BYTES).order(view.order());
    }

    /** Where {@code recvfrom} is told how much room there is for the address, and tells how long it was. */
    long addressLengthAt() {
        return block.address() + ADDRESS_LENGTH;
    }

    void addressLength(int length) {
        view.putInt(ADDRESS_LENGTH, length);
    }

    /** The socket is polled for these events. */
    void pollSocket(int descriptor, int events) {
        if (events != polledEvents) {
            PollFd.ask(view, POLLS, descriptor, events);
            polledEvents = events;
        }
    }

    /** And this descriptor for input. */
    void pollWake(int descriptor) {
        if (descriptor != polledWake) {
            PollFd.ask(view, POLLS + PollFd.BYTES, descriptor, Libc.POLLIN);
            polledWake = descriptor;
        }
    }

    long polls() {
        return block.address() + POLLS;
    }

    /** What poll said of the socket. */
    int pollResult() {
        return PollFd.found(view, POLLS);
    }

    void free() {
        block.free();
    }
}
