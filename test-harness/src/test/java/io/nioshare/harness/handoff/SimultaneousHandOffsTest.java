package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.ShareableChannel;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.OpenDescriptors;
import io.nioshare.harness.process.RemoteCall;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Several threads of the source export at once, and several of each target import. */
class SimultaneousHandOffsTest extends HandOffTest {

    private static final int THREADS = 4;
    private static final int CONNECTIONS_EACH = 20;
    private static final int NOISE = THREADS * CONNECTIONS_EACH / 4;
    private static final int LIMIT_SECONDS = 60;

    @Test
    void nobodyGetsAnothersConnection() throws Exception {
        List<ChildJvm> targets = List.of(children.shared(), children.shared());
        handOver(targets);
        int openHere = OpenDescriptors.count();
        int openThere = targets.get(0).call(OpenDescriptors::count);
        handOver(targets);
        assertThat(OpenDescriptors.count() - openHere)
                .as("descriptors left in the source")
                .isLessThan(NOISE);
        assertThat(targets.get(0).call(OpenDescriptors::count) - openThere)
                .as("descriptors left in a target")
                .isLessThan(NOISE);
    }

    private static void handOver(List<ChildJvm> targets) throws Exception {
        List<FutureTask<Integer>> sources = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            FutureTask<Integer> source = new FutureTask<>(() -> handOver(targets.get(number % targets.size()), number));
            new Thread(source, "source " + number).start();
            sources.add(source);
        }
        for (FutureTask<Integer> source : sources) {
            assertThat(source.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(CONNECTIONS_EACH);
        }
    }

    /** All are exported before the first is answered for. */
    private static int handOver(ChildJvm target, int thread) throws Exception {
        List<Peer> peers = new ArrayList<>();
        List<RemoteCall<Boolean>> answers = new ArrayList<>();
        try (ServerSocketChannel listener = Family.IPV4.openListener().bind(Family.IPV4.loopback())) {
            for (int i = 0; i < CONNECTIONS_EACH; i++) {
                peers.add(Peer.connect(listener.getLocalAddress()));
                String greeting = greeting(thread, i);
                try (SocketChannel channel = listener.accept()) {
                    byte[] token = export(channel, target);
                    answers.add(target.start(() -> greet(token, greeting)));
                }
            }
            for (RemoteCall<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
            for (int i = 0; i < CONNECTIONS_EACH; i++) {
                peers.get(i).expect(greeting(thread, i));
                peers.get(i).expectEnd();
            }
        } finally {
            for (Peer peer : peers) {
                peer.close();
            }
        }
        return peers.size();
    }

    private static String greeting(int thread, int number) {
        return "connection %02d of thread %02d".formatted(number, thread);
    }

    private static boolean greet(byte[] token, String greeting) throws IOException {
        try (SocketChannel channel = ShareableChannel.importFrom(token, SocketChannel.class)) {
            return Talk.send(channel, greeting) == greeting.length();
        }
    }
}
