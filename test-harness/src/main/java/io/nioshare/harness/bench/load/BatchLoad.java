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
        connections.warm();
    }

    @Override
    public Measurement run(long nanos) throws IOException {
        return Timed.repeatAsLoad(nanos, this::round);
    }

    private long round() throws IOException {
        int count = connections.count();
        for (int i = 0; i < count; i++) {
            connections.ask(i);
        }
        for (int i = 0; i < count; i++) {
            connections.hear(i);
        }
        return count;
    }

    @Override
    public void close() {
        connections.close();
    }
}
