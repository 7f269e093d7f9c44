package io.nioshare.harness.demo.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Process B as A has it: a child whose standard input and output are the link. */
final class TargetProcess {
    private static final String PROVIDER = "java.nio.channels.spi.SelectorProvider";
    private static final long PATIENCE_SECONDS = 10;

    private final Process process;
    private final Link link;

    private TargetProcess(Process process) {
        this.process = process;
        this.link = new Link(process.getOutputStream());
    }

    static TargetProcess start(String folder, Consumer<String> lines, Runnable end) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-D" + PROVIDER + "=" + System.getProperty(PROVIDER));
        if (Runtime.version().feature() >= 21) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TargetServer.class.getName(), folder));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Link.listen(process.getInputStream(), lines, end);
        return new TargetProcess(process);
    }

    Link link() {
        return link;
    }

    /**
     * Asks B to end by closing its input.
     *
     * @return whether it ended well, and of itself
     */
    boolean end() {
        try {
            link.close();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }
}
