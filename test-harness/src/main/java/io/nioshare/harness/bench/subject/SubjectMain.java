package io.nioshare.harness.bench.subject;

import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Mode;
import io.nioshare.harness.bench.mode.Modes;
import io.nioshare.harness.bench.mode.Workload;
import io.nioshare.provider.os.NativeCalls;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;

/** The measured JVM: does what it is told on its control connection, until that ends. */
public final class SubjectMain {
    private static final int FAILED = 3;

    private final Control control;
    private Workload workload;

    private SubjectMain(Control control) {
        this.control = control;
    }

    /** @param arguments the bench's port */
    public static void main(String[] arguments) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> fail(failure));
        var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        try (Control control = new Control(socket)) {
            new SubjectMain(control).serve();
        }
        // Nothing needs to be closed, and nothing that is closed can go wrong.
        Runtime.getRuntime().halt(0);
    }

    /** A JVM in which a thread has failed would measure something else. */
    private static void fail(Throwable failure) {
        failure.printStackTrace();
        Runtime.getRuntime().halt(FAILED);
    }

    private void serve() throws Exception {
        control.send(
                ProcessHandle.current().pid(),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                SelectorProvider.provider().getClass().getName());
        while (true) {
            List<String> command;
            try {
                command = control.receive();
            } catch (EOFException e) {
                return;
            }
            obey(command);
        }
    }

    private void obey(List<String> command) throws Exception {
        switch (command.get(0)) {
            case "start" -> start(command.get(1), Boolean.parseBoolean(command.get(2)));
            case "run" -> run(Long.parseLong(command.get(1)));
            case "calls" -> calls();
            case "stop" -> stop();
            default -> throw new IOException("what is " + command + "?");
        }
    }

    private void start(String name, boolean netty) throws Exception {
        Mode mode = Modes.named(name);
        workload = (netty ? mode.netty().orElseThrow() : mode.workload()).start();
        control.send(workload.port());
    }

    private void run(long nanos) throws Exception {
        Measurement result = workload.run(nanos);
        control.send(result.operations(), result.amount());
    }

    private void calls() throws IOException {
        control.send(NativeCalls.snapshot().entrySet().stream()
                .map(call -> call.getKey() + "=" + call.getValue())
                .toArray());
    }

    private void stop() throws Exception {
        workload.close();
        workload = null;
        control.send("stopped");
    }
}
