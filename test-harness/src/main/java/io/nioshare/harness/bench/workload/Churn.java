package io.nioshare.harness.bench.workload;

import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Timed;
import io.nioshare.harness.bench.mode.Workload;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** Registers, lets the kernel know, cancels, lets the kernel know. */
public final class Churn implements Workload {
    private final Selector selector = Selector.open();
    private final Connection connection = Connection.open();

    public Churn() throws IOException {}

    @Override
    public Measurement run(long nanos) throws IOException {
        return Timed.repeat(nanos, this::registerAndCancel);
    }

    private long registerAndCancel() throws IOException {
        SelectionKey key = connection.near().register(selector, SelectionKey.OP_READ);
        selector.selectNow();
        key.cancel();
        selector.selectNow();
        return 1;
    }

    @Override
    public void close() throws IOException {
        selector.close();
        connection.close();
    }
}
