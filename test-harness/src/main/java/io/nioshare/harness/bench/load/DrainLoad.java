package io.nioshare.harness.bench.load;

import io.nioshare.harness.bench.mode.Load;
import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Timed;
import java.io.IOException;
import java.net.Socket;

/** Reads whatever comes. */
public final class DrainLoad implements Load {
    private static final int PIECE = 64 * 1024;

    private final Socket socket;
    private final byte[] buffer = new byte[PIECE];
    private long received;

    public DrainLoad(int port) throws IOException {
        socket = Connections.connect(port);
    }

    @Override
    public Measurement run(long nanos) throws IOException {
        return Timed.repeatAsLoad(nanos, this::receive);
    }

    /** How many pieces were completed. */
    private long receive() throws IOException {
        int length = socket.getInputStream().read(buffer);
        if (length < 0) {
            throw new IOException("the sender closed the connection");
        }
        long before = received / PIECE;
        received += length;
        return received / PIECE - before;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
