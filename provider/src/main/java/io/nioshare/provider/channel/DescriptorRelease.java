package io.nioshare.provider.channel;

import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsSocket;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Releases a channel's descriptor once: at its close, or when nobody can reach the channel any more to close it. */
final class DescriptorRelease implements Runnable {

    private final OsSocket socket;
    private final OsOperation[] operations;
    private final AtomicBoolean done = new AtomicBoolean();

    DescriptorRelease(OsSocket socket, OsOperation[] operations) {
        this.socket = socket;
        this.operations = operations;
    }

    void now() throws IOException {
        if (done.getAndSet(true)) {
            return;
        }
        for (OsOperation operation : operations) {
            operation.close();
        }
        socket.close();
    }

    @Override
    public void run() {
        try {
            now();
        } catch (IOException nobodyIsLeftToTell) {
            // The descriptor is gone all the same.
        }
    }
}
