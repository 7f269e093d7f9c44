package io.nioshare.provider.windows.afd;

import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.jna.Ntdll;
import io.nioshare.provider.windows.jna.Winsock2;
import java.io.IOException;

/**
 * Asks Winsock how much it has received, and the device by polls that don't wait, as {@code select} does with a timeout
 * of zero. What an error means is left to the request that follows.
 */
final class SocketProbe implements Probe {

    /**
     * A poll that finds its socket ready takes two requests to Wine's server, which keeps the only CPU in between for the
     * rest of its time slice.
     */
    private static final boolean SLOW =
            Ntdll.wineVersion() != null && Runtime.getRuntime().availableProcessors() == 1;

    private static final int COUNT = PollBlock.bytes(1);

    private final OffHeapBlock memory = new OffHeapBlock(NativeMemory.INSTANCE, COUNT + Long.BYTES);

    /** Null until a poll is needed. */
    private AfdDevice device;

    @Override
    public boolean hasData(long socket) {
        long count = memory.address() + COUNT;
        return Winsock2.ioctlsocket(socket, Winsock2.FIONREAD, count) == 0
                && memory.view().getInt(COUNT) != 0;
    }

    @Override
    public boolean pollsAreQuick() {
        return !SLOW;
    }

    @Override
    public int occurred(long socket, int events) {
        PollBlock.ask(memory.view(), 0, 0, socket, events);
        try {
            if (device == null) {
                device = AfdDevice.openSynchronous();
            }
            device.submit(memory.address(), 1, 0, 0);
            return PollBlock.events(memory.view(), 0);
        } catch (IOException | OutOfMemoryError untold) {
            return 0;
        }
    }

    @Override
    public void close() {
        if (device != null) {
            device.close();
        }
        memory.free();
    }
}
