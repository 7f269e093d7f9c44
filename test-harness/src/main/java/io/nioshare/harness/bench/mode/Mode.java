package io.nioshare.harness.bench.mode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
 * @param besideC whether the program in C does the same and runs beside
 * @param base whom the others are compared with
 * @param processes how many measured processes share the work
 */
public record Mode(
        String name,
        String operation,
        Unit unit,
        WorkloadMaker workload,
        Optional<LoadMaker> load,
        Optional<WorkloadMaker> netty,
        boolean besideC,
        Contender base,
        int processes) {

    /** Starts a workload. */
    public interface WorkloadMaker {
        Workload start() throws Exception;
    }

    /** Connects to a workload. */
    public interface LoadMaker {
        Load connect(Remote remote) throws IOException;
    }

    static Mode of(String name, String operation, WorkloadMaker workload) {
        return new Mode(
                name,
                operation,
                Unit.MICROSECONDS,
                workload,
                Optional.empty(),
                Optional.empty(),
                false,
                Contender.JDK,
                1);
    }

    Mode loadedBy(LoadMaker load) {
        return new Mode(name, operation, unit, workload, Optional.of(load), netty, besideC, base, processes);
    }

    Mode besideNetty(WorkloadMaker netty) {
        return new Mode(name, operation, unit, workload, load, Optional.of(netty), besideC, base, processes);
    }

    /** The program in C serves by the name of the mode. */
    Mode alsoInC() {
        return new Mode(name, operation, unit, workload, load, netty, true, base, processes);
    }

    Mode in(Unit unit) {
        return new Mode(name, operation, unit, workload, load, netty, besideC, base, processes);
    }

    /** By two processes of nio-share, and by two of C: the JDK has nothing like it. */
    Mode betweenProcesses() {
        return new Mode(name, operation, unit, workload, load, netty, besideC, Contender.C, 2);
    }

    /** Whose work is measured, in turn; who only runs beside comes last, if it can be had. */
    public List<Contender> contenders(boolean nettyToo, boolean programToo) {
        List<Contender> contenders = new ArrayList<>(List.of(base, Contender.NIO_SHARE));
        if (nettyToo && netty.isPresent()) {
            contenders.add(Contender.NETTY);
        }
        if (programToo && besideC) {
            contenders.add(Contender.C);
        }
        return contenders;
    }
}
