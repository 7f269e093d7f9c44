package io.nioshare.harness.bench.mode;

import java.io.IOException;

/** What the measured JVM does. Closing it ends its threads and channels. */
public interface Workload extends AutoCloseable {
    /** Where the load goes, 0 if the workload is its own load. */
    default int port() {
        return 0;
    }

    /** Works for about so long; for workloads that are their own load. */
    default Measurement run(long nanos) throws Exception {
        throw new UnsupportedOperationException();
    }

    @Override
    void close() throws IOException;
}
