package io.nioshare.provider.binding;

import io.nioshare.provider.os.OsMemory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The C heap, by calls of its functions. */
final class ForeignMemory implements OsMemory {

    private static final MethodHandle VIEW = ForeignApi.bufferAt();
    private static final MethodHandle ADDRESS =
            MethodHandles.filterReturnValue(ForeignApi.ofBuffer(), ForeignApi.address());

    private final NativeFunction calloc;
    private final NativeFunction free;

    ForeignMemory(NativeFunction calloc, NativeFunction free) {
        this.calloc = calloc;
        this.free = free;
    }

    @Override
    public long allocate(int bytes) {
        long address = calloc.call(1, bytes);
        if (address == 0) {
            throw new OutOfMemoryError("calloc of " + bytes + " bytes");
        }
        return address;
    }

    @Override
    public void free(long address) {
        free.call(address);
    }

    @Override
    public ByteBuffer view(long address, int bytes) {
        try {
            ByteBuffer view = (ByteBuffer) VIEW.invokeExact(address, (long) bytes);
            return view.order(ByteOrder.nativeOrder());
        } catch (Throwable thrown) {
            throw NativeFunction.unexpected(thrown);
        }
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        try {
            return (long) ADDRESS.invokeExact((Buffer) direct) - direct.position();
        } catch (Throwable thrown) {
            throw NativeFunction.unexpected(thrown);
        }
    }
}
