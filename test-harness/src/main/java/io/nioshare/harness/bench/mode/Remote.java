package io.nioshare.harness.bench.mode;

import java.io.IOException;

/** The workload, seen from the bench's own JVM. */
public interface Remote {
    /** Where the load goes. */
    int port();

    /** Lets the workload {@linkplain Workload#run run}. */
    Measurement run(long nanos) throws IOException;
}
