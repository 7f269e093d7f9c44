package io.nioshare.harness.bench.load;

import io.nioshare.harness.bench.mode.Load;
import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Timed;
import java.io.IOException;
import java.net.Socket;

/** One connection: whoever has it sends a byte, and hands it on when it gets one. */
public final class HandOffLoad implements Load {
    private final Socket socket;

    public HandOffLoad(int port) throws IOException {
        socket = Connections.connect(port);
        hear();
    }

    @Override
    public Measurement run(long nanos) throws IOException {
        return Timed.repeatAsLoad(nanos, this::move);
    }

    private long move() throws IOException {
        socket.getOutputStream().write(1);
        hear();
        return 1;
    }

    private void hear() throws IOException {
        if (socket.getInputStream().read() < 0) {
            throw new IOException("the connection was closed instead of handed on");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
