package io.nioshare.provider.select;

import io.nioshare.provider.windows.afd.SwiftSelector;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One selection of 10,000 registered channels: arm what fired, wait, report. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SelectorRoundBenchmark {
    private static final int REGISTERED = 10_000;

    @Param({"1", "64", "1024"})
    public int ready;

    private Selector selector;

    @Setup
    public void open() throws IOException {
        selector = new SwiftSelector(REGISTERED, ready).selector();
    }

    @Benchmark
    public int select() throws IOException {
        int reported = 0;
        while (reported < ready) {
            reported += selector.select();
            Set<SelectionKey> selected = selector.selectedKeys();
            Iterator<SelectionKey> each = selected.iterator();
            while (each.hasNext()) {
                each.next();
                each.remove();
            }
        }
        return reported;
    }

    @Benchmark
    public int selectWithAction() throws IOException {
        int reported = 0;
        while (reported < ready) {
            reported += selector.select(key -> {});
        }
        return reported;
    }
}
