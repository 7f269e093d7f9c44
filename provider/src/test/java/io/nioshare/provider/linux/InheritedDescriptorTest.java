package io.nioshare.provider.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM is started with sockets, as inetd and systemd would. */
@EnabledOnOs(OS.LINUX)
class InheritedDescriptorTest {

    private static final String OURS =
            "-Djava.nio.channels.spi.SelectorProvider=io.nioshare.provider.ShareableSelectorProvider";
    private static final String JDKS = "-Dof.the.jdk=true";
    private static final int LIMIT_SECONDS = 60;

    @TempDir
    private Path folder;

    private Path superserver;

    @BeforeEach
    void unpack() throws IOException {
        superserver = folder.resolve("superserver.py");
        try (InputStream script = getClass().getResourceAsStream("superserver.py")) {
            Files.copy(script, superserver);
        }
    }

    /** What the program found, and what its clients heard. */
    private record Run(List<String> found, List<String> heard) {}

    private Run run(String provider, String how, String sockets) throws Exception {
        Path report = folder.resolve("report.txt");
        List<String> command = new ArrayList<>(List.of("python3", superserver.toString(), how, sockets));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 21) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-ea", provider, "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(InheritedMain.class.getName(), report.toString()));
        Process python = start(command);
        try {
            String heard = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(python.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Run(Files.readAllLines(report), heard.lines().toList());
        } finally {
            python.destroyForcibly();
        }
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException thereIsNone) {
            assumeTrue(false, "there is no python3 here");
            throw new AssertionError(thereIsNone);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection4", "connection6", "listener4", "listener6", "udp4", "udp6", "pair"})
    void asStandardInput(String socket) throws Exception {
        Run ours = run(OURS, "stdin", socket);
        assertThat(ours.heard()).containsExactly("hello", "alive");
        assertThat(ours.found()).hasSize(2).endsWith("the same again: true");
        Files.delete(folder.resolve("report.txt"));
        // JDK 25 itself answers no datagram of IPv4 that comes by such a socket.
        assertThat(ours.found()).isEqualTo(run(JDKS, "stdin", socket).found());
    }

    @Test
    void byNumbersFromThreeOn() throws Exception {
        Run run = run(OURS, "listen_fds", "listener4,listener6,udp4,connection6,udp6,connection4,listener-unix");
        assertThat(run.heard()).containsExactly("hello", "hello", "hello", "hello", "hello", "hello", "hello", "alive");
        assertThat(run.found())
                .containsExactly(
                        "ServerSocketChannel, blocking true, at /127.0.0.1, peer null",
                        "again: refused",
                        "ServerSocketChannel, blocking true, at /0:0:0:0:0:0:0:1, peer null",
                        "again: refused",
                        "DatagramChannel, blocking true, at /127.0.0.1, peer null",
                        "again: refused",
                        "SocketChannel, blocking true, at /0:0:0:0:0:0:0:1, peer /0:0:0:0:0:0:0:1",
                        "again: refused",
                        "DatagramChannel, blocking true, at /0:0:0:0:0:0:0:1, peer null",
                        "again: refused",
                        "SocketChannel, blocking true, at /127.0.0.1, peer /127.0.0.1",
                        "again: refused",
                        "ServerSocketChannel, blocking true, at listener, peer null",
                        "again: refused",
                        "a standard stream: refused",
                        "none: refused",
                        "its own: refused");
    }
}
