package io.nioshare.provider.linux.socket;

import static io.nioshare.provider.linux.libc.Libc.getsockopt;
import static io.nioshare.provider.linux.libc.Libc.setsockopt;

import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.memory.Scratch;
import java.io.IOException;

/** {@code getsockopt} and {@code setsockopt} of values of several forms. */
final class OptionCalls {

    private static final int SCRATCH_BYTES = 24;
    private static final int LENGTH = 16;
    private static final ThreadLocal<Scratch> SCRATCH = Scratch.perThread(NativeMemory.INSTANCE, SCRATCH_BYTES);

    private OptionCalls() {}

    static int getInt(LinuxSocket socket, int level, int name) throws IOException {
        return (int) getLong(socket, level, name);
    }

    /** An option of eight bytes, or of four, which are then the lower ones. */
    static long getLong(LinuxSocket socket, int level, int name) throws IOException {
        Scratch scratch = SCRATCH.get();
        scratch.view().putLong(0, 0).putInt(LENGTH, Long.BYTES);
        LinuxSocket.check(
                "getsockopt",
                getsockopt(socket.descriptor(), level, name, scratch.address(), scratch.address() + LENGTH));
        return scratch.view().getLong(0);
    }

    static int[] getInts(LinuxSocket socket, int level, int name, int count) throws IOException {
        Scratch scratch = SCRATCH.get();
        scratch.view().putInt(LENGTH, count * Integer.BYTES);
        LinuxSocket.check(
                "getsockopt",
                getsockopt(socket.descriptor(), level, name, scratch.address(), scratch.address() + LENGTH));
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = scratch.view().getInt(i * Integer.BYTES);
        }
        return values;
    }

    static void setInt(LinuxSocket socket, int level, int name, int value) throws IOException {
        Scratch scratch = SCRATCH.get();
        scratch.view().putInt(0, value);
        LinuxSocket.check("setsockopt", setsockopt(socket.descriptor(), level, name, scratch.address(), Integer.BYTES));
    }

    static void setLong(LinuxSocket socket, int level, int name, long value) throws IOException {
        Scratch scratch = SCRATCH.get();
        scratch.view().putLong(0, value);
        LinuxSocket.check("setsockopt", setsockopt(socket.descriptor(), level, name, scratch.address(), Long.BYTES));
    }

    /** Sets an option whose value is this structure. */
    static void setStruct(LinuxSocket socket, String call, int level, int name, byte[] value) throws IOException {
        OffHeapBlock block = new OffHeapBlock(NativeMemory.INSTANCE, value.length);
        try {
            block.view().put(0, value);
            LinuxSocket.check(call, setsockopt(socket.descriptor(), level, name, block.address(), value.length));
        } finally {
            block.free();
        }
    }
}
