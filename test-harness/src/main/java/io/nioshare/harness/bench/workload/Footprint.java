package io.nioshare.harness.bench.workload;

import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Workload;
import java.io.IOException;
import java.util.function.LongSupplier;

/** An echo server that tells how much memory its process has. */
public final class Footprint implements Workload {
    private final EchoServer server = new EchoServer();
    private final LongSupplier memory;

    private Footprint(LongSupplier memory) throws IOException {
        this.memory = memory;
    }

    public static Footprint heap() throws IOException {
        return new Footprint(Memory::heap);
    }

    public static Footprint outsideOfHeap() throws IOException {
        return new Footprint(Memory::outsideOfHeap);
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public Measurement run(long nanos) {
        return new Measurement(1, memory.getAsLong());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
