package io.nioshare.harness.bench;

import io.nioshare.harness.bench.mode.Mode;
import io.nioshare.harness.bench.mode.Modes;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What was asked for on the command line. */
final class Options {
    private static final double QUICK_SECONDS = 0.5;

    private final List<Mode> modes = new ArrayList<>();
    private final List<String> legs = new ArrayList<>();
    private final List<String> properties = new ArrayList<>();
    private int pairs = 5;
    private double warmUp = 15;
    private double time = 2;
    private Path output;
    private Path jdk = Path.of(System.getProperty("java.home"));
    private Path plot;
    private boolean help;
    private boolean list;

    /**
     * @param output the folder for the results if none is named
     * @throws IllegalArgumentException with a message for the person who typed them
     */
    Options(Path output, String... arguments) {
        this.output = output;
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            take(rest.pop(), rest);
        }
        if (modes.isEmpty()) {
            modes.addAll(Modes.all());
        }
        if (legs.isEmpty()) {
            legs.addAll(Leg.names());
        }
    }

    private void take(String name, Deque<String> rest) {
        switch (name) {
            case "--mode" -> Arrays.stream(value(name, rest).split(",")).forEach(this::addModes);
            case "--leg" -> legs.add(leg(value(name, rest)));
            case "--pairs" -> pairs = (int) number(name, rest, 1, 99);
            case "--warm-up" -> warmUp = number(name, rest, 0, 600);
            case "--time" -> time = number(name, rest, 0.01, 600);
            case "--output" -> output = Path.of(value(name, rest)).toAbsolutePath();
            case "--plot" -> plot = Path.of(value(name, rest));
            case "--jdk" -> jdk = Path.of(value(name, rest)).toAbsolutePath();
            case "--quick" -> {
                pairs = 1;
                warmUp = QUICK_SECONDS;
                time = QUICK_SECONDS;
            }
            case "--list" -> list = true;
            case "--help", "-h" -> help = true;
            default -> {
                if (!name.startsWith("-D")) {
                    throw new IllegalArgumentException("unknown argument " + name);
                }
                properties.add(name);
            }
        }
    }

    /** A name, or a beginning of names with a star behind it. */
    private void addModes(String pattern) {
        Pattern wanted = Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
        List<Mode> found = Modes.all().stream()
                .filter(mode -> wanted.matcher(mode.name()).matches())
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("there is no mode " + pattern);
        }
        modes.addAll(found);
    }

    private static String leg(String name) {
        if (Leg.names().contains(name)) {
            return name;
        }
        throw new IllegalArgumentException("--leg wants one of " + String.join(", ", Leg.names()));
    }

    private static String value(String name, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(name + " wants a value");
        }
        return rest.pop();
    }

    private static double number(String name, Deque<String> rest, double least, double most) {
        try {
            double number = Double.parseDouble(value(name, rest));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, together with what is out of range.
        }
        throw new IllegalArgumentException(name + " wants a number from " + least + " to " + most);
    }

    List<Mode> modes() {
        return modes;
    }

    List<String> legs() {
        return legs;
    }

    /** For the JVMs that run nio-share. */
    List<String> properties() {
        return properties;
    }

    int pairs() {
        return pairs;
    }

    long warmUpNanos() {
        return (long) (warmUp * TimeUnit.SECONDS.toNanos(1));
    }

    long nanos() {
        return (long) (time * TimeUnit.SECONDS.toNanos(1));
    }

    Path output() {
        return output;
    }

    /** For measured JVMs that are the machine's own. */
    Path jdk() {
        return jdk;
    }

    /** Results to draw again, or null. */
    Path plot() {
        return plot;
    }

    boolean list() {
        return list;
    }

    boolean help() {
        return help;
    }
}
