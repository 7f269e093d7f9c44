package io.nioshare.harness.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.SystemWithBackend;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand virtual threads that wait in reads go on side by side on two carriers, and none is pinned. */
@SystemWithBackend
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads are there from Java 21 on")
@Tag("slow")
class VirtualThreadsTest {

    private static final int LIMIT_SECONDS = 110;
    private static final int DESCRIPTORS = BlockedReads.CONNECTIONS + 1_000;
    private static final int ROUNDS = 3;

    @TempDir
    private Path folder;

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void closeSockets() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void manyBlockedReadsOnFewCarriers() throws Exception {
        assumeTrue(descriptorLimit() >= DESCRIPTORS, "this process may not open " + DESCRIPTORS + " descriptors");
        Process program = start();
        try (BufferedReader output = program.inputReader(StandardCharsets.UTF_8)) {
            String port = output.readLine();
            Thread reader = new Thread(() -> output.lines().forEach(lines::add), "output");
            reader.start();
            connect(new InetSocketAddress("127.0.0.77", Integer.parseInt(port)));
            for (int round = 0; round < ROUNDS; round++) {
                exchange(round);
            }
            for (Socket socket : sockets) {
                socket.shutdownOutput();
            }
            assertThat(program.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("ended in time; printed: %s", lines)
                    .isTrue();
            reader.join();
            assertThat(lines).endsWith(BlockedReads.PASSED);
            assertThat(program.exitValue()).isZero();
        } finally {
            program.destroyForcibly().waitFor();
        }
    }

    private Process start() throws IOException {
        List<String> command = ChildJvm.javaCommand();
        command.add("-Djdk.virtualThreadScheduler.parallelism=2");
        command.add("-Djdk.virtualThreadScheduler.maxPoolSize=2");
        command.add(BlockedReads.class.getName());
        command.add(folder.resolve("recording.jfr").toString());
        return ChildJvm.program(command).redirectErrorStream(true).start();
    }

    private void connect(InetSocketAddress server) throws IOException {
        for (int i = 0; i < BlockedReads.CONNECTIONS; i++) {
            Socket socket = new Socket();
            sockets.add(socket);
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            socket.connect(server);
            // With so many connections nothing is to stay behind when they are closed.
            socket.setSoLinger(true, 0);
        }
    }

    /** Wakes all, and hears of each. */
    private void exchange(int value) throws IOException {
        for (Socket socket : sockets) {
            socket.getOutputStream().write(value);
        }
        for (Socket socket : sockets) {
            assertThat(socket.getInputStream().read()).isEqualTo(value);
        }
    }

    private static long descriptorLimit() throws IOException {
        Path limits = Path.of("/proc/self/limits");
        if (!Files.exists(limits)) {
            return Long.MAX_VALUE;
        }
        return Files.readAllLines(limits).stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.trim().split("\\s+")[4])
                .mapToLong(hard -> hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
