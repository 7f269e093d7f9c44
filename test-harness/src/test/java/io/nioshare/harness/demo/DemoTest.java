package io.nioshare.harness.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.harness.process.SystemWithBackend;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo between two JVMs like this one. */
@SystemWithBackend
@Tag("slow")
class DemoTest {

    private static final int STEPS = 10;

    @TempDir
    private Path harness;

    /** As the build leaves it, but with this JVM's class path. */
    @BeforeEach
    void leaveClassPath() throws Exception {
        Path target = Files.createDirectory(harness.resolve("target"));
        List<String> entries = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        Files.write(target.resolve("runtime-classpath.txt"), entries);
    }

    @Test
    void theConnectionMoves() throws Exception {
        String output = play("--native", "--client", "java", "--size", "4");
        assertThat(output).contains("close(): ");
    }

    @Test
    void bothWriteInTurn() throws Exception {
        String output = play("--native", "--client", "java", "--size", "6", "--keep-source");
        assertThat(output).contains("turns of 1,048,576 bytes");
    }

    private String play(String... arguments) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Screen screen = new Screen(new PrintStream(output, true, StandardCharsets.UTF_8), false);
        try (var performance = new Performance(harness, Options.parse(arguments), screen)) {
            Verdict verdict = performance.play();
            String text = output.toString(StandardCharsets.UTF_8);
            assertThat(verdict.good()).as("%s%n%s", verdict.summary(), text).isTrue();
            for (int step = 1; step <= STEPS; step++) {
                assertThat(text).containsPattern("(?m)^ *" + step + " [AB] \\d+ ");
            }
            return text;
        }
    }
}
