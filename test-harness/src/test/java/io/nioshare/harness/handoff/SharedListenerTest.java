package io.nioshare.harness.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.harness.process.RemoteCall;
import io.nioshare.harness.process.RemoteObject;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two processes accept from one listener: each connection goes to exactly one of them, and nobody hangs. */
class SharedListenerTest extends HandOffTest {

    private static final int CONNECTIONS = 120;
    private static final int AT_ONCE = 12;
    private static final int LIMIT_SECONDS = 20;

    /** How a process accepts. Each accepted connection is told who took it, and as which one. */
    enum Style {
        BLOCKING {
            @Override
            int acceptAll(ServerSocketChannel listener, String name) throws IOException {
                int count = 0;
                try {
                    while (true) {
                        greet(listener.accept(), name, count);
                        count++;
                    }
                } catch (ClosedChannelException closed) {
                    return count;
                }
            }
        },
        SELECTING {
            @Override
            int acceptAll(ServerSocketChannel listener, String name) throws IOException {
                int count = 0;
                try (Selector selector = Selector.open()) {
                    listener.configureBlocking(false);
                    listener.register(selector, SelectionKey.OP_ACCEPT);
                    while (true) {
                        selector.select(IDLE_MILLIS);
                        selector.selectedKeys().clear();
                        // Another process may have been faster.
                        SocketChannel accepted = listener.accept();
                        if (accepted != null) {
                            greet(accepted, name, count);
                            count++;
                        }
                    }
                } catch (ClosedChannelException closed) {
                    return count;
                }
            }
        };

        /** So that the loop notices the end; a closed channel doesn't wake its selector. */
        private static final int IDLE_MILLIS = 500;

        /** How many connections were accepted until the listener was closed. */
        abstract int acceptAll(ServerSocketChannel listener, String name) throws IOException;

        private static void greet(SocketChannel accepted, String name, int number) throws IOException {
            try (accepted) {
                accepted.configureBlocking(true);
                Talk.send(accepted, greeting(name, number));
            }
        }
    }

    private static String greeting(String name, int number) {
        return "%s%03d".formatted(name, number);
    }

    @ParameterizedTest
    @EnumSource
    void eachConnectionExactlyOnce(Style style) throws Exception {
        accept(style, style);
    }

    @ParameterizedTest
    @EnumSource
    void eachInItsOwnWay(Style style) throws Exception {
        accept(style, style == Style.BLOCKING ? Style.SELECTING : Style.BLOCKING);
    }

    private void accept(Style here, Style there) throws Exception {
        ServerSocketChannel listener = listen();
        RemoteObject<ServerSocketChannel> theirs = share(listener, children.shared());
        RemoteCall<Integer> others = theirs.start(c -> there.acceptAll(c, "B"));
        others.awaitNativeWait();
        FutureTask<Integer> mine = new FutureTask<>(() -> here.acceptAll(listener, "A"));
        new Thread(mine, "acceptor").start();

        List<String> greetings = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS / AT_ONCE; i++) {
            greetings.addAll(greetings(listener));
        }
        listener.close();
        theirs.close();

        int byMe = mine.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        int byOthers = others.get();
        Set<String> expected = new HashSet<>();
        IntStream.range(0, byMe).forEach(i -> expected.add(greeting("A", i)));
        IntStream.range(0, byOthers).forEach(i -> expected.add(greeting("B", i)));
        assertThat(greetings).hasSize(CONNECTIONS).containsExactlyInAnyOrderElementsOf(expected);
        if (here == there) {
            // Otherwise one that already waits in accept may always be faster than one that is woken first.
            assertThat(byMe).as("accepted by the source").isPositive();
            assertThat(byOthers).as("accepted by the target").isPositive();
        }
    }

    /** What that many connections at once are told. */
    private static List<String> greetings(ServerSocketChannel listener) throws IOException {
        List<Peer> peers = new ArrayList<>();
        List<String> greetings = new ArrayList<>();
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                peers.add(Peer.connect(listener.getLocalAddress()));
            }
            for (Peer peer : peers) {
                greetings.add(new String(peer.receive(4), UTF_8));
                peer.expectEnd();
            }
        } finally {
            for (Peer peer : peers) {
                peer.close();
            }
        }
        return greetings;
    }
}
