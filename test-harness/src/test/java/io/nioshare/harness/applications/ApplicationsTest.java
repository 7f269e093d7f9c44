package io.nioshare.harness.applications;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.SystemWithBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SystemWithBackend
@Tag("slow")
class ApplicationsTest {

    private static final long LIMIT_SECONDS = 100;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            classes = {
                EchoServerApplication.class,
                HttpServerApplication.class,
                NettyApplication.class,
                JettyApplication.class
            })
    void runsOnTheProviderByThePropertyAlone(Class<?> application) throws Exception {
        Path output = folder.resolve("output.txt");
        Process process = start(application, output);
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            assertThat(ended).as("ended in time; printed: %s", lines).isTrue();
            assertThat(process.exitValue())
                    .as("exit status; printed: %s", lines)
                    .isZero();
            assertThat(lines).endsWith(ChildJvm.PROVIDER, Check.PASSED);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static Process start(Class<?> application, Path output) throws IOException {
        List<String> command = ChildJvm.javaCommand();
        command.add(application.getName());
        return ChildJvm.program(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
