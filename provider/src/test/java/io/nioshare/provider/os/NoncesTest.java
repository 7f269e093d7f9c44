package io.nioshare.provider.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NoncesTest {

    private static final int COUNT = 1_000;
    private static final int THREADS = 4;

    private final Nonces nonces = new Nonces(new SecureRandom()::nextBytes);

    @Test
    void noneComesTwice() throws Exception {
        Set<UUID> seen = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            Callable<Integer> draw = () -> {
                int fresh = 0;
                for (int i = 0; i < COUNT; i++) {
                    fresh += seen.add(nonces.next()) ? 1 : 0;
                }
                return fresh;
            };
            for (Future<Integer> fresh :
                    threads.invokeAll(Stream.generate(() -> draw).limit(THREADS).toList())) {
                assertThat(fresh.get()).isEqualTo(COUNT);
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Nor is any byte of them the same in all. */
    @Test
    void everyByteVaries() {
        Set<Integer> varying = new HashSet<>();
        UUID first = nonces.next();
        for (int i = 0; i < COUNT; i++) {
            UUID nonce = nonces.next();
            for (int octet = 0; octet < Long.BYTES; octet++) {
                if ((nonce.getMostSignificantBits() ^ first.getMostSignificantBits()) >>> 8 * octet << 56 != 0) {
                    varying.add(octet);
                }
                if ((nonce.getLeastSignificantBits() ^ first.getLeastSignificantBits()) >>> 8 * octet << 56 != 0) {
                    varying.add(Long.BYTES + octet);
                }
            }
        }
        assertThat(varying).hasSize(2 * Long.BYTES);
    }
}
