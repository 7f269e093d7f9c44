package io.nioshare.harness.bench.load;

import io.nioshare.harness.bench.mode.Load;
import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Remote;
import java.io.IOException;

/** Connections on which nothing happens; the workload works by itself. */
public final class IdleLoad implements Load {
    private final Remote remote;
    private final Connections connections;

    public IdleLoad(Remote remote, int count) throws IOException {
        this.remote = remote;
        connections = new Connections(remote.port(), count);
    }

    @Override
    public Measurement run(long nanos) throws IOException {
        return remote.run(nanos);
    }

    @Override
    public void close() {
        connections.close();
    }
}
