package io.nioshare.harness.bench.mode;

import java.io.IOException;
import java.util.Optional;

/**
 * One thing that is measured.
 *
 * @param name as it is typed
 * @param operation what is counted
 * @param unit of its figures
 * @param workload what the measured JVM does, by java.nio and the provider in force
 * @param load what the bench's own JVM does meanwhile; empty if the workload is its own load
 * @param netty the same workload by Netty and its native epoll, where that makes sense
 */
public record Mode(
        String name,
        String operation,
        Unit unit,
        WorkloadMaker workload,
        Optional<LoadMaker> load,
        Optional<WorkloadMaker> netty) {

    /** Starts a workload. */
    public interface WorkloadMaker {
        Workload start() throws Exception;
    }

    /** Connects to a workload. */
    public interface LoadMaker {
        Load connect(int port) throws IOException;
    }

    static Mode of(String name, String operation, WorkloadMaker workload) {
        return new Mode(name, operation, Unit.MICROSECONDS, workload, Optional.empty(), Optional.empty());
    }

    Mode loadedBy(LoadMaker load) {
        return new Mode(name, operation, unit, workload, Optional.of(load), netty);
    }

    Mode besideNetty(WorkloadMaker netty) {
        return new Mode(name, operation, unit, workload, load, Optional.of(netty));
    }

    Mode in(Unit unit) {
        return new Mode(name, operation, unit, workload, load, netty);
    }
}
