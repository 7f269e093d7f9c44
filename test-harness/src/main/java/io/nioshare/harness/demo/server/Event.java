package io.nioshare.harness.demo.server;

import java.util.Optional;

/**
 * Something that a process of the demo did, as a line of text.
 *
 * @param kind what happened
 * @param process the letter of the process
 * @param pid its process id
 * @param text the rest, by the kind
 */
public record Event(Kind kind, String process, long pid, String text) {
    private static final String MARK = "@demo";
    private static final String SEPARATOR = "\t";
    private static final int PARTS = 5;

    /** What can happen. */
    public enum Kind {
        /** The process is up; the text of A's is its port. */
        READY,
        /** A connection came in; the text is the peer's port. */
        ACCEPTED,
        /** A request is about to be answered; the text is the peer's port and the path. */
        REQUEST,
        /** A decided to hand the connection over; the text is the position in the body. */
        DECIDED,
        /** Something else that is worth a line; the text is what. */
        NOTE,
        /** A step of the hand-off; the text is its number and what it was. */
        STEP,
        /** B has written its first bytes; the text is the nanoseconds since A's decision. */
        HANDED_OVER,
        /** The process ends; the text is the number of body bytes that it sent. */
        SENT,
        /** The process can't go on; the text says why. */
        FAILED
    }

    /**
     * Reads a line.
     *
     * @param line what a process printed
     * @return the event, or nothing when the line is something else, such as a warning of the JVM
     */
    public static Optional<Event> parse(String line) {
        String[] parts = line.split(SEPARATOR, PARTS);
        if (parts.length != PARTS || !parts[0].equals(MARK)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Event(Kind.valueOf(parts[1]), parts[2], Long.parseLong(parts[3]), parts[4]));
        } catch (IllegalArgumentException e) {
            // A process that dies may leave half a line.
            return Optional.empty();
        }
    }

    String line() {
        String oneLine = text.replaceAll("\\s+", " ");
        return String.join(SEPARATOR, MARK, kind.name(), process, Long.toString(pid), oneLine);
    }
}
