package io.nioshare.provider.windows.afd;

import io.nioshare.provider.memory.Scratch;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.jna.Winsock2;

/** Asks Winsock how much it has received. */
final class ReceiveBufferProbe implements DataProbe {

    private static final ThreadLocal<Scratch> BYTES = Scratch.perThread(NativeMemory.INSTANCE, Integer.BYTES);

    @Override
    public boolean hasData(long socket) {
        Scratch bytes = BYTES.get();
        // What an error means is left to the poll that follows.
        return Winsock2.ioctlsocket(socket, Winsock2.FIONREAD, bytes.address()) == 0
                && bytes.view().getInt(0) != 0;
    }
}
