package io.nioshare.harness.threads;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.SystemWithBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Virtual threads that select don't keep others from running. */
@SystemWithBackend
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads are there from Java 21 on")
class SelectionsTest {

    private static final int LIMIT_SECONDS = 120;

    @Test
    void moreOfThemThanCarriers() throws Exception {
        List<String> command = ChildJvm.javaCommand();
        command.add("-Djdk.virtualThreadScheduler.parallelism=1");
        command.add(Selections.class.getName());
        Process program = ChildJvm.program(command).redirectErrorStream(true).start();
        try {
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> output(program));
            assertThat(output.get(LIMIT_SECONDS, TimeUnit.SECONDS).strip()).endsWith(Selections.PASSED);
            assertThat(program.waitFor()).isZero();
        } finally {
            program.destroyForcibly().waitFor();
        }
    }

    private static String output(Process program) {
        try {
            return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
