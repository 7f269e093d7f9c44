package io.nioshare.harness.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where measured JVMs run.
 *
 * @param name windows or linux
 * @param java the command that starts a JVM
 * @param program the command that starts the program in C
 * @param hasProgram whether it is there
 * @param root what an absolute path begins with there
 * @param separator between the entries of a class path
 * @param netty whether Netty's native transport is there
 * @param undisturbed whether a JVM at rest costs the others nothing: under Wine all share its server, which looks at every
 *     socket that is polled
 */
record Leg(
        String name,
        List<String> java,
        List<String> program,
        boolean hasProgram,
        String root,
        String separator,
        boolean netty,
        boolean undisturbed) {
    static final String WINDOWS = "windows";
    static final String LINUX = "linux";

    private static final boolean ON_WINDOWS = File.separatorChar == '\\';
    private static final int WARNS_OF_NATIVE_ACCESS = 21;

    /** The legs that this machine has. */
    static List<String> names() {
        return ON_WINDOWS ? List.of(WINDOWS) : List.of(WINDOWS, LINUX);
    }

    /** @param jdk for JVMs of the machine itself */
    static Leg of(String name, Path harness, Path jdk) throws IOException {
        boolean wine = name.equals(WINDOWS) && !ON_WINDOWS;
        Path program = harness.resolve("target/c").resolve(name.equals(WINDOWS) ? "reference.exe" : "reference");
        boolean compiled = Files.exists(program);
        if (!wine) {
            boolean netty = name.equals(LINUX);
            return new Leg(
                    name, hostJava(jdk), List.of(program.toString()), compiled, "", File.pathSeparator, netty, true);
        }
        List<String> java = List.of(harness.resolve("bin/windows-java").toString());
        // The host's root folder is drive Z: under Wine.
        return new Leg(
                name,
                java,
                List.of(harness.resolve("bin/windows-program").toString(), "Z:" + program),
                compiled,
                "Z:",
                ";",
                false,
                false);
    }

    private static List<String> hostJava(Path jdk) throws IOException {
        String java = jdk.resolve("bin").resolve("java").toString();
        return feature(jdk) < WARNS_OF_NATIVE_ACCESS
                ? List.of(java)
                : List.of(java, "--enable-native-access=ALL-UNNAMED");
    }

    private static int feature(Path jdk) throws IOException {
        Optional<String> version = Files.readAllLines(jdk.resolve("release")).stream()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> line.replaceAll("[^0-9.]", "").replaceAll("\\..*", ""))
                .findFirst();
        return Integer.parseInt(version.orElseThrow(() -> new IOException(jdk + " doesn't say its version")));
    }

    /** The build leaves the harness's class path in a file, one entry a line. */
    String classPath(Path harness) throws IOException {
        List<String> entries = new ArrayList<>();
        entries.add(path(harness.resolve("target/classes")));
        for (String entry : Files.readAllLines(harness.resolve("target/runtime-classpath.txt"))) {
            entries.add(path(Path.of(entry)));
        }
        return String.join(separator, entries);
    }

    private String path(Path path) {
        return root + path.toAbsolutePath();
    }
}
