package io.nioshare.harness.bench.load;

import io.nioshare.harness.bench.mode.Load;
import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Timed;
import java.io.IOException;

/** Asks on all connections, then hears the replies of all. */
public final class BatchLoad implements Load {
    private final Connections connections;

    public BatchLoad(int port, int count) throws IOException {
        connections = new Connections(port, count);
        connections.round();
    }

    @Override
    public Measurement run(long nanos) throws IOException {
        return Timed.repeatAsLoad(nanos, this::round);
    }

    private long round() throws IOException {
        connections.round();
        return connections.count();
    }

    @Override
    public void close() {
        connections.close();
    }
}
