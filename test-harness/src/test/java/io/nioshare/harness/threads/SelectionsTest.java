package io.nioshare.harness.threads;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.SystemWithBackend;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Virtual threads that select leave their carriers to others. */
@SystemWithBackend
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads are there from Java 21 on")
class SelectionsTest {

    private static final int LIMIT_SECONDS = 60;

    @Test
    void moreOfThemThanCarriers() throws Exception {
        List<String> command = ChildJvm.javaCommand();
        command.add("-Djdk.virtualThreadScheduler.parallelism=1");
        command.add(Selections.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process program = builder.redirectErrorStream(true).start();
        try {
            boolean ended = program.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(ended).as("it ended").isTrue();
            String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(output.strip()).endsWith(Selections.PASSED);
            assertThat(program.exitValue()).isZero();
        } finally {
            program.destroyForcibly().waitFor();
        }
    }
}
