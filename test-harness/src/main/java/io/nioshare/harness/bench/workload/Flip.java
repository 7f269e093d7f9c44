package io.nioshare.harness.bench.workload;

import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Timed;
import io.nioshare.harness.bench.mode.Workload;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** Reading, nothing there; writing, ready at once; and again. */
public final class Flip implements Workload {
    private final Selector selector = Selector.open();
    private final Connection connection = Connection.open();
    private final SelectionKey key = connection.near().register(selector, SelectionKey.OP_READ);

    public Flip() throws IOException {}

    @Override
    public Measurement run(long nanos) throws IOException {
        return Timed.repeat(nanos, this::thereAndBack);
    }

    private long thereAndBack() throws IOException {
        key.interestOps(SelectionKey.OP_WRITE);
        selector.select();
        if (!key.isWritable()) {
            throw new IOException("not writable");
        }
        selector.selectedKeys().clear();
        key.interestOps(SelectionKey.OP_READ);
        if (selector.selectNow() != 0) {
            throw new IOException("something to read on an idle connection");
        }
        return 2;
    }

    @Override
    public void close() throws IOException {
        selector.close();
        connection.close();
    }
}
