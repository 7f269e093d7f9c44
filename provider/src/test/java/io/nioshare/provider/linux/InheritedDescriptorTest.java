package io.nioshare.provider.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Python starts a JVM with a socket, as inetd and systemd would. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class InheritedDescriptorTest {

    private static final String AS_STANDARD_INPUT = """
            import socket, subprocess, sys
            listener = socket.create_server(("127.0.0.1", 0))
            near = socket.create_connection(listener.getsockname())
            far, _ = listener.accept()
            child = subprocess.Popen(sys.argv[1:], stdin=far, stdout=far)
            far.close()
            """;

    private static final String BY_NUMBER = """
            import socket, subprocess, sys
            listener = socket.create_server(("127.0.0.1", 0))
            number = listener.fileno()
            child = subprocess.Popen(sys.argv[1:] + [str(number)], stdin=subprocess.DEVNULL, pass_fds=[number])
            near = socket.create_connection(listener.getsockname())
            """;

    private static final String AS_STANDARD_INPUT_WITHIN_THE_HOST = """
            import socket, subprocess, sys
            near, far = socket.socketpair()
            child = subprocess.Popen(sys.argv[1:], stdin=far, stdout=far)
            far.close()
            """;

    private static final String BY_NUMBER_WITHIN_THE_HOST = """
            import os, socket, subprocess, sys, tempfile
            folder = tempfile.TemporaryDirectory()
            path = os.path.join(folder.name, "socket")
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(path)
            listener.listen()
            number = listener.fileno()
            child = subprocess.Popen(sys.argv[1:] + [str(number)], stdin=subprocess.DEVNULL, pass_fds=[number])
            near = socket.socket(socket.AF_UNIX)
            near.connect(path)
            """;

    private static final String END = """
            near.settimeout(30)
            said = b""
            try:
                while part := near.recv(100):
                    said += part
                print(said.decode(), child.poll())
            finally:
                child.kill()
            """;

    private static String run(String program) throws Exception {
        List<String> command = new ArrayList<>(List.of("python3", "-c", program + END));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        command.addAll(
                Arrays.asList(java, "-cp", System.getProperty("java.class.path"), InheritedMain.class.getName()));
        try {
            Process python = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = new String(python.getInputStream().readAllBytes()).strip();
            assertThat(python.waitFor(5, TimeUnit.SECONDS)).isTrue();
            return said;
        } catch (IOException thereIsNone) {
            assumeTrue(false, "there is no python3 here");
            throw thereIsNone;
        }
    }

    @Test
    void aConnectionAsStandardInput() throws Exception {
        assertThat(run(AS_STANDARD_INPUT)).isEqualTo("hello None");
    }

    @Test
    void aConnectionWithinTheHostAsStandardInput() throws Exception {
        assertThat(run(AS_STANDARD_INPUT_WITHIN_THE_HOST)).isEqualTo("hello None");
    }

    @Test
    void aListenerWithinTheHostByItsNumber() throws Exception {
        assertThat(run(BY_NUMBER_WITHIN_THE_HOST)).isEqualTo("hello None");
    }

    @Test
    void aListenerByItsNumber() throws Exception {
        assertThat(run(BY_NUMBER)).isEqualTo("hello None");
    }
}
