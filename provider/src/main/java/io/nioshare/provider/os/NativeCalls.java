package io.nioshare.provider.os;

import io.nioshare.provider.security.Privileged;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each function of the operating system was called, if the property {@code nioshare.countCalls} was
 * {@code true} when this class was loaded. Allocating memory isn't counted. Thread-safe.
 */
public final class NativeCalls {

    public static final boolean COUNTED = Boolean.parseBoolean(Privileged.property("nioshare.countCalls"));

    private static final Map<String, LongAdder> COUNTS = new ConcurrentHashMap<>();

    private NativeCalls() {}

    /** Only if {@link #COUNTED}. */
    public static void count(String function) {
        LongAdder counter = COUNTS.get(function);
        if (counter == null) {
            counter = COUNTS.computeIfAbsent(function, absent -> new LongAdder());
        }
        counter.increment();
    }

    /** The calls of each function since the start, by its name, in the order of the names. */
    public static Map<String, Long> snapshot() {
        Map<String, Long> calls = new TreeMap<>();
        COUNTS.forEach((function, counter) -> calls.put(function, counter.sum()));
        return calls;
    }
}
