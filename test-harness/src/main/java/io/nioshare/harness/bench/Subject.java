package io.nioshare.harness.bench;

import io.nioshare.harness.bench.mode.Contender;
import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Mode;
import io.nioshare.harness.bench.subject.Control;
import io.nioshare.harness.bench.subject.SubjectMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A measured JVM, seen from the bench. It ends when this is closed. */
final class Subject implements AutoCloseable {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(180);
    private static final int POLL_MILLIS = 250;
    /**
     * One collector and one processor whatever the machine has: the group is pinned to one. All of the heap is touched at
     * the start: what the process gets later isn't heap.
     */
    private static final List<String> JVM_OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1", "-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");

    private final Contender contender;
    private final JvmProcess process;
    private final Control control;
    private final List<String> greeting;

    private Subject(Contender contender, JvmProcess process, Control control) throws IOException {
        this.contender = contender;
        this.process = process;
        this.control = control;
        greeting = control.receive();
        if (!contender.isProvider(greeting.get(3))) {
            throw new IOException("the provider in force is " + greeting.get(3));
        }
    }

    /** @param properties further options of the JVM */
    static Subject start(Contender contender, Machine machine, List<String> properties) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<String> command = command(contender, machine, properties);
            command.add("" + listener.getLocalPort());
            JvmProcess process = new JvmProcess(command, machine.scratch());
            try {
                return new Subject(contender, process, accept(listener, process));
            } catch (IOException e) {
                throw failure(contender, process, e);
            }
        }
    }

    private static List<String> command(Contender contender, Machine machine, List<String> properties) {
        if (contender == Contender.C) {
            return new ArrayList<>(machine.leg().program());
        }
        List<String> command = new ArrayList<>(machine.leg().java());
        command.addAll(JVM_OPTIONS);
        command.addAll(contender.options());
        command.addAll(properties);
        command.addAll(List.of("-cp", machine.classPath(), SubjectMain.class.getName()));
        return command;
    }

    private static Control accept(ServerSocket listener, JvmProcess process) throws IOException {
        listener.setSoTimeout(POLL_MILLIS);
        long start = System.nanoTime();
        while (process.isAlive() && System.nanoTime() - start < START_NANOS) {
            try {
                return new Control(listener.accept());
            } catch (SocketTimeoutException e) {
                // Looks whether the process is still there.
            }
        }
        throw new IOException("the JVM didn't start");
    }

    /** The measured Java and its system. */
    String platform() {
        return "Java " + greeting.get(1) + ", " + greeting.get(2);
    }

    ProcessHandle process() {
        return process.handle();
    }

    /** Returns the workload's port. */
    int begin(Mode mode) throws IOException {
        return Integer.parseInt(
                ask("start", mode.name(), contender == Contender.NETTY).get(0));
    }

    Measurement run(long nanos) throws IOException {
        List<String> answer = ask("run", nanos);
        return new Measurement(Long.parseLong(answer.get(0)), Long.parseLong(answer.get(1)));
    }

    Map<String, Long> calls() throws IOException {
        Map<String, Long> calls = new TreeMap<>();
        for (String call : ask("calls")) {
            int equals = call.indexOf('=');
            if (equals > 0) {
                calls.put(call.substring(0, equals), Long.parseLong(call.substring(equals + 1)));
            }
        }
        return calls;
    }

    void finish() throws IOException {
        ask("stop");
    }

    private List<String> ask(Object... words) throws IOException {
        control.send(words);
        return control.receive();
    }

    /** Whoever waits for it gets an exception. */
    void kill() {
        process.kill();
    }

    /** The failure, with what the JVM printed. */
    IOException failure(IOException e) {
        return failure(contender, process, e);
    }

    private static IOException failure(Contender contender, JvmProcess process, IOException e) {
        try {
            return new IOException(contender.title() + ": " + e + "; " + process.epitaph(), e);
        } catch (IOException unreadable) {
            e.addSuppressed(unreadable);
            return e;
        }
    }

    @Override
    public void close() throws IOException {
        control.close();
        process.end();
    }
}
