package io.nioshare.harness.bench.load;

import io.nioshare.harness.bench.mode.Load;
import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Timed;
import java.io.IOException;
import java.net.Socket;

/** Connects and waits for the other side to close. */
public final class AcceptLoad implements Load {
    private final int port;

    public AcceptLoad(int port) {
        this.port = port;
    }

    @Override
    public Measurement run(long nanos) throws IOException {
        return Timed.repeatAsLoad(nanos, this::connect);
    }

    private long connect() throws IOException {
        try (Socket socket = Connections.connect(port)) {
            // Ends in a reset: thousands of connections in TIME_WAIT would use up the ports.
            socket.setSoLinger(true, 0);
            if (socket.getInputStream().read() != -1) {
                throw new IOException("got data instead of the end");
            }
        }
        return 1;
    }

    @Override
    public void close() {}
}
