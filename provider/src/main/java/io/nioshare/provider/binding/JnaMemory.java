package io.nioshare.provider.binding;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.nioshare.provider.os.OsMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The C heap, and the addresses of direct buffers. */
final class JnaMemory implements OsMemory {

    @Override
    public long allocate(int bytes) {
        long address = Native.malloc(bytes);
        if (address == 0) {
            throw new OutOfMemoryError("malloc of " + bytes + " bytes");
        }
        new Pointer(address).setMemory(0, bytes, (byte) 0);
        return address;
    }

    @Override
    public void free(long address) {
        Native.free(address);
    }

    @Override
    public ByteBuffer view(long address, int bytes) {
        return new Pointer(address).getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }
}
