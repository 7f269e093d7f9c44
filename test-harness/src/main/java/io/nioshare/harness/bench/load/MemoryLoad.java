package io.nioshare.harness.bench.load;

import io.nioshare.harness.bench.mode.Load;
import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Remote;
import java.io.IOException;

/** Opens connections, and asks before and after how much memory the measured JVM has. */
public final class MemoryLoad implements Load {
    private final Remote remote;
    private final int count;
    private final Connections first;
    private Connections measured;

    /** @param count how many connections are measured; a tenth of that comes before, so that the code is there already */
    public MemoryLoad(Remote remote, int count) throws IOException {
        this.remote = remote;
        this.count = count;
        first = new Connections(remote.port(), count / 10);
        first.round();
    }

    @Override
    public Measurement run(long nanos) throws IOException {
        if (measured != null) {
            measured.awaitEnd();
            measured.close();
            // Answered in a later selection, which forgets the closed ones.
            first.round();
        }
        long before = remote.run(nanos).amount();
        measured = new Connections(remote.port(), count);
        measured.round();
        return new Measurement(count, remote.run(nanos).amount() - before);
    }

    @Override
    public void close() {
        first.close();
        if (measured != null) {
            measured.close();
        }
    }
}
