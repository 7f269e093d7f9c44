package io.nioshare.provider.windows.afd;

import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.os.OsStatus;
import io.nioshare.provider.windows.jna.Kernel32;
import io.nioshare.provider.windows.jna.LastError;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.jna.Overlapped;
import io.nioshare.provider.windows.winsock.WinsockError;
import java.io.IOException;
import java.nio.LongBuffer;

/** An I/O completion port and the batch of packets that were taken last, by one thread at a time. */
final class CompletionPort implements CompletionQueue {

    private static final int BATCH = 256;

    /**
     * "I/O Completion Ports": a thread that has taken packets counts as running until it waits for something, and a
     * thread that waits for packets gets none while so many run. Here the one may be busy with what it took before.
     */
    private static final int ANY_NUMBER_OF_THREADS = Integer.MAX_VALUE;

    private final long handle;
    private final OffHeapBlock entries;
    private final LongBuffer words;
    private final OffHeapBlock removed;

    CompletionPort() throws IOException {
        handle = Kernel32.CreateIoCompletionPort(Kernel32.INVALID_HANDLE_VALUE, 0, 0, ANY_NUMBER_OF_THREADS);
        if (handle == 0) {
            throw WinsockError.toException("CreateIoCompletionPort", LastError.get());
        }
        entries = new OffHeapBlock(NativeMemory.INSTANCE, BATCH * Overlapped.ENTRY_BYTES);
        words = entries.view().asLongBuffer();
        removed = new OffHeapBlock(NativeMemory.INSTANCE, Long.BYTES);
    }

    /** Sends the completions of this device here, under this key. */
    void associate(AfdDevice device, long key) throws IOException {
        if (Kernel32.CreateIoCompletionPort(device.handle(), handle, key, 0) == 0) {
            throw WinsockError.toException("CreateIoCompletionPort", LastError.get());
        }
    }

    @Override
    public int take(long timeout, int most) throws IOException {
        int capacity = Math.min(most, BATCH);
        int millis = timeout == OsStatus.FOREVER ? Kernel32.INFINITE : (int) Math.min(timeout, Integer.MAX_VALUE);
        if (Kernel32.GetQueuedCompletionStatusEx(
                handle, entries.address(), capacity, removed.address(), millis, false)) {
            return removed.view().getInt(0);
        }
        int error = LastError.get();
        if (error == Kernel32.WAIT_TIMEOUT) {
            return 0;
        }
        throw WinsockError.toException("GetQueuedCompletionStatusEx", error);
    }

    @Override
    public long key(int index) {
        return words.get((index * Overlapped.ENTRY_BYTES + Overlapped.ENTRY_KEY) / Long.BYTES);
    }

    @Override
    public long block(int index) {
        return words.get((index * Overlapped.ENTRY_BYTES + Overlapped.ENTRY_OVERLAPPED) / Long.BYTES);
    }

    @Override
    public void post(long key) throws IOException {
        if (!Kernel32.PostQueuedCompletionStatus(handle, 0, key, 0)) {
            throw WinsockError.toException("PostQueuedCompletionStatus", LastError.get());
        }
    }

    @Override
    public void close() {
        Kernel32.CloseHandle(handle);
        entries.free();
        removed.free();
    }
}
