package io.nioshare.harness.demo;

import java.io.File;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What was asked for on the command line.
 *
 * @param keepSource whether A and B write in turn
 * @param client the client's name, or empty for whatever there is
 * @param mebibytes the size of the first file
 * @param port the port to listen on, 0 for any
 * @param underWine whether the servers are Windows JVMs under Wine, and not JVMs like this one
 * @param help whether the usage is all that is wanted
 */
record Options(boolean keepSource, String client, int mebibytes, int port, boolean underWine, boolean help) {
    private static final boolean ON_WINDOWS = File.separatorChar == '\\';
    private static final int DEFAULT_MEBIBYTES = 64;

    /** @throws IllegalArgumentException with a message for the person who typed them */
    static Options parse(String... arguments) {
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        Options options = new Options(false, "", DEFAULT_MEBIBYTES, 0, false, false);
        while (!rest.isEmpty()) {
            options = options.with(rest.pop(), rest);
        }
        return options;
    }

    private Options with(String name, Deque<String> rest) {
        return switch (name) {
            case "--keep-source" -> new Options(true, client, mebibytes, port, underWine, help);
            case "--client" -> new Options(keepSource, clientName(rest.poll()), mebibytes, port, underWine, help);
            case "--size" -> new Options(keepSource, client, number(name, rest.poll(), 1, 1024), port, underWine, help);
            case "--port" ->
                new Options(keepSource, client, mebibytes, number(name, rest.poll(), 0, 65535), underWine, help);
            case "--native" -> new Options(keepSource, client, mebibytes, port, false, help);
            case "--windows" -> new Options(keepSource, client, mebibytes, port, !ON_WINDOWS, help);
            case "--help", "-h" -> new Options(keepSource, client, mebibytes, port, underWine, true);
            default -> throw new IllegalArgumentException("unknown argument " + name);
        };
    }

    private static String clientName(String value) {
        if ("curl".equals(value) || "java".equals(value)) {
            return value;
        }
        throw new IllegalArgumentException("--client wants curl or java");
    }

    private static int number(String name, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, together with what is out of range.
        }
        throw new IllegalArgumentException(name + " wants a number from " + least + " to " + most);
    }
}
