package io.nioshare.harness.bench.subject;

import java.util.Map;
import java.util.TreeMap;

/** The provider's native calls since the JVM began. */
final class CallCounts {
    private CallCounts() {}

    static Map<String, Long> snapshot() {
        try {
            Class<?> counter = Class.forName("io.nioshare.provider.os.NativeCalls");
            Map<String, Long> counts = new TreeMap<>();
            ((Map<?, ?>) counter.getMethod("snapshot").invoke(null))
                    .forEach((name, count) -> counts.put((String) name, (Long) count));
            return counts;
        } catch (ClassNotFoundException e) {
            return Map.of();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the calls can't be counted", e);
        }
    }
}
