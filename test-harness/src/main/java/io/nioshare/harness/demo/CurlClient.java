package io.nioshare.harness.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The curl on the PATH. */
final class CurlClient implements Client {
    /** What curl says of each file: the status, how many connections it made for it, and from which port. */
    private static final String ACCOUNT = "%{http_code} %{num_connects} %{local_port}\\n";

    private final String version;
    private Process process;

    CurlClient(String version) {
        this.version = version;
    }

    static Optional<String> version() {
        try {
            Process curl = new ProcessBuilder("curl", "--version")
                    .redirectErrorStream(true)
                    .start();
            return output(curl).lines().findFirst().map(line -> line.replaceFirst("(curl \\S+).*", "$1"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    }

    @Override
    public String name() {
        return version;
    }

    @Override
    public void start(List<Download> downloads, int port) throws IOException {
        // Neither a user's .curlrc nor a proxy has a say in this.
        List<String> command = new ArrayList<>(List.of("curl", "-q", "--noproxy", "*", "--http1.1"));
        command.addAll(List.of("--silent", "--show-error", "--fail", "--fail-early", "--write-out", ACCOUNT));
        for (Download download : downloads) {
            command.addAll(List.of("--output", download.copy().toString()));
            command.add(download.uri(port).toString());
        }
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                .start();
    }

    private static File nothing() {
        return new File(File.separatorChar == '/' ? "/dev/null" : "NUL");
    }

    @Override
    public boolean ended() {
        return !process.isAlive();
    }

    @Override
    public Optional<String> complaint() throws IOException {
        String account = output(process);
        if (process.exitValue() != 0) {
            return Optional.of("curl ended with status " + process.exitValue() + ": " + oneLine(account));
        }
        List<String[]> files = account.lines().map(line -> line.split(" ")).toList();
        boolean good = files.stream().allMatch(file -> file[0].equals("200"));
        long connections =
                files.stream().mapToLong(file -> Long.parseLong(file[1])).sum();
        long ports = files.stream().map(file -> file[2]).distinct().count();
        if (good && connections == 1 && ports == 1) {
            return Optional.empty();
        }
        return Optional.of("curl says (status, new connections, local port): " + oneLine(account));
    }

    private static String oneLine(String text) {
        return text.lines().collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
