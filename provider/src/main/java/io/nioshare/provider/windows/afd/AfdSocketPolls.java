package io.nioshare.provider.windows.afd;

import io.nioshare.provider.windows.jna.Ntdll;
import io.nioshare.provider.windows.winsock.SocketPolls;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Polls of single sockets, each for a thread that waits on its own event. One device serves the whole process. */
public final class AfdSocketPolls implements SocketPolls {

    private static final long NO_TIMEOUT = Long.MAX_VALUE;

    private volatile AfdDevice device;

    @Override
    public boolean submit(long socket, int operations, ByteBuffer view, int at, long address, long event, boolean wait)
            throws IOException {
        PollBlock.ask(view, at, wait ? NO_TIMEOUT : 0, socket, PollEvents.toDevice(operations));
        return device().submit(address, 1, event, 0);
    }

    @Override
    public boolean isReady(ByteBuffer request, int at) {
        return PollBlock.events(request, at) != 0;
    }

    @Override
    public boolean isBroken(ByteBuffer request, int at) {
        return PollEvents.isBroken(PollBlock.events(request, at));
    }

    @Override
    public boolean isUnconnectable(ByteBuffer request, int at) {
        return PollEvents.isUnconnectable(PollBlock.events(request, at));
    }

    @Override
    public int error(ByteBuffer request, int at) {
        int status = PollBlock.socketStatus(request, at);
        return status < 0 ? Ntdll.RtlNtStatusToDosError(status) : 0;
    }

    @Override
    public void cancel(long request) {
        device.cancel(request);
    }

    private AfdDevice device() throws IOException {
        AfdDevice open = device;
        if (open == null) {
            synchronized (this) {
                open = device;
                if (open == null) {
                    open = AfdDevice.open();
                    device = open;
                }
            }
        }
        return open;
    }
}
