package io.nioshare.provider.linux.socket;

import io.nioshare.provider.linux.libc.LastError;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.memory.OffHeapBlock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** Descriptors 0, 1 and 2, some of which may be the socket that the process was started for. */
final class StandardStreams {

    private static final int COUNT = 3;

    private StandardStreams() {}

    /** Those that are the same socket as {@code descriptor}. */
    static Set<Integer> of(int descriptor) {
        Set<Integer> same = new TreeSet<>();
        long cookie = cookie(descriptor);
        for (int stream = 0; stream < COUNT; stream++) {
            if (cookie != 0 && cookie(stream) == cookie) {
                same.add(stream);
            }
        }
        return same;
    }

    /** What only one socket of the host has; 0 for what is no socket. */
    private static long cookie(int descriptor) {
        OffHeapBlock block = new OffHeapBlock(NativeMemory.INSTANCE, 2 * Long.BYTES);
        try {
            block.view().putInt(Long.BYTES, Long.BYTES);
            long address = block.address();
            int rc = Libc.getsockopt(descriptor, Libc.SOL_SOCKET, Libc.SO_COOKIE, address, address + Long.BYTES);
            return rc == 0 ? block.view().getLong(0) : 0;
        } finally {
            block.free();
        }
    }

    /** Puts nothing in their place, so that their numbers aren't given to something else. */
    static void detach(Set<Integer> streams) throws IOException {
        if (streams.isEmpty()) {
            return;
        }
        OffHeapBlock path = new OffHeapBlock(NativeMemory.INSTANCE, 16);
        path.view().put(0, "/dev/null".getBytes(StandardCharsets.US_ASCII));
        int nothing = Libc.open(path.address(), Libc.O_RDWR | Libc.O_CLOEXEC, 0);
        path.free();
        if (nothing < 0) {
            throw Errno.toException("open(/dev/null)", LastError.get());
        }
        for (int stream : streams) {
            Libc.dup2(nothing, stream);
        }
        Libc.close(nothing);
    }
}
