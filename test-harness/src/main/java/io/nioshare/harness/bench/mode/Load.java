package io.nioshare.harness.bench.mode;

import java.io.IOException;

/** What makes a measured JVM work. */
public interface Load extends AutoCloseable {
    /** Works for about so long. */
    Measurement run(long nanos) throws IOException;

    @Override
    void close() throws IOException;
}
