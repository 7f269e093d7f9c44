package io.nioshare.harness.bench.workload;

import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Timed;
import io.nioshare.harness.bench.mode.Workload;
import java.io.IOException;
import java.nio.channels.Selector;

/** Selectors that never see a channel. */
public final class OpenAndClose implements Workload {
    @Override
    public Measurement run(long nanos) throws IOException {
        return Timed.repeat(nanos, OpenAndClose::openAndClose);
    }

    private static long openAndClose() throws IOException {
        Selector.open().close();
        return 1;
    }

    @Override
    public void close() {}
}
