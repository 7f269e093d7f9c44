package io.nioshare.harness.bench.load;

import io.nioshare.harness.bench.mode.Load;
import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Timed;
import java.io.IOException;

/** Asks on one connection after the other, each time after the last reply. The rest stays idle. */
public final class TurnsLoad implements Load {
    private final Connections connections;
    private final int active;
    private int turn;

    public TurnsLoad(int port, int count, int active) throws IOException {
        this.active = active;
        connections = new Connections(port, count);
        connections.oneByOne();
    }

    @Override
    public Measurement run(long nanos) throws IOException {
        return Timed.repeatAsLoad(nanos, this::ping);
    }

    private long ping() throws IOException {
        connections.ask(turn);
        connections.hear(turn);
        turn = (turn + 1) % active;
        return 1;
    }

    @Override
    public void close() {
        connections.close();
    }
}
