package io.nioshare.harness.demo;

import io.nioshare.harness.demo.server.Event;
import io.nioshare.harness.demo.server.Event.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the processes did, and what is wrong with it. */
final class Verdict {
    private static final int STEPS = 10;
    private static final double NANOS_PER_MILLI = 1e6;

    private final List<Event> events = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    void add(Event event) {
        events.add(event);
        if (event.kind() == Kind.FAILED) {
            complain("process " + event.process() + ": " + event.text());
        }
    }

    void complain(String complaint) {
        complaints.add(complaint);
    }

    boolean good() {
        return complaints.isEmpty();
    }

    /** All of a kind. */
    List<Event> all(Kind kind) {
        return events.stream().filter(event -> event.kind() == kind).toList();
    }

    /** The number in the last event of a kind, or -1. */
    long lastNumber(Kind kind) {
        List<Event> found = all(kind);
        return found.isEmpty() ? -1 : number(found.get(found.size() - 1));
    }

    private static long number(Event event) {
        return Long.parseLong(event.text());
    }

    private long sent(String process) {
        return all(Kind.SENT).stream()
                .filter(event -> event.process().equals(process))
                .mapToLong(Verdict::number)
                .sum();
    }

    /** Looks at all that was added, when nothing more comes. */
    void judge(long expectedBytes, List<String> expectedPaths, boolean inTurn) {
        Set<String> steps = new HashSet<>();
        all(Kind.STEP).forEach(step -> steps.add(step.text().split(" ")[0]));
        if (steps.size() != STEPS) {
            complain("only " + steps.size() + " of the " + STEPS + " steps were taken");
        }
        if (sent("A") + sent("B") != expectedBytes || sent("A") == 0 || sent("B") == 0) {
            complain(
                    String.format(Locale.ROOT, "A sent %,d bytes, B %,d, of %,d", sent("A"), sent("B"), expectedBytes));
        }
        if (inTurn && sent("A") <= lastNumber(Kind.DECIDED)) {
            complain("A wrote nothing after the hand-off");
        }
        judgeConnection(expectedPaths);
    }

    /** One connection came in, the first request was A's and the second B's, both from that connection's peer. */
    private void judgeConnection(List<String> paths) {
        List<String> served = all(Kind.REQUEST).stream()
                .map(event -> event.process() + " " + event.text())
                .toList();
        long port = lastNumber(Kind.ACCEPTED);
        List<String> expected = List.of("A " + port + " " + paths.get(0), "B " + port + " " + paths.get(1));
        if (all(Kind.ACCEPTED).size() != 1 || !served.equals(expected)) {
            complain("it wasn't one connection, begun in A and ended in B; the requests were " + served);
        }
    }

    /** The last line. */
    String summary() {
        if (!good()) {
            return "FAILED: " + String.join("; ", complaints);
        }
        return String.format(
                Locale.ROOT,
                "OK: the SHA-256 of both bodies matches; A sent %,d bytes, B sent %,d; the hand-off took %.1f ms",
                sent("A"),
                sent("B"),
                lastNumber(Kind.HANDED_OVER) / NANOS_PER_MILLI);
    }
}
