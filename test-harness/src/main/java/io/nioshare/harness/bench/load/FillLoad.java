package io.nioshare.harness.bench.load;

import io.nioshare.harness.bench.mode.Load;
import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Timed;
import java.io.IOException;
import java.net.Socket;

/** Writes 64 KiB after 64 KiB. */
public final class FillLoad implements Load {
    private static final int PIECE = 64 * 1024;

    private final Socket socket;
    private final byte[] buffer = new byte[PIECE];

    public FillLoad(int port) throws IOException {
        socket = Connections.connect(port);
    }

    @Override
    public Measurement run(long nanos) throws IOException {
        return Timed.repeatAsLoad(nanos, this::send);
    }

    private long send() throws IOException {
        socket.getOutputStream().write(buffer);
        return 1;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
