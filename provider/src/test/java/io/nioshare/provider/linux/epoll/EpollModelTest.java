package io.nioshare.provider.linux.epoll;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.provider.RandomOrders;
import io.nioshare.provider.linux.socket.LinuxSocket;
import io.nioshare.provider.linux.socket.SocketFixture;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import io.nioshare.provider.os.OsStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a poller reports of real sockets is compared with what is true of them, in any order of what may be done to them
 * while they are open. They are Unix sockets, whose state changes at once. {@code -Dnioshare.seed=N} runs one order alone.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class EpollModelTest {

    private static final int ORDERS = 100;
    private static final int STEPS = 400;
    private static final int FEW = 4;
    private static final int CONNECTIONS = 80;
    private static final int MOST_REGISTRATIONS = 100;

    @TempDir
    private static Path folder;

    private Random random;
    private SocketFixture fixture;
    private LinuxSocket listener;
    private EpollPoller poller;
    private final List<Connection> connections = new ArrayList<>();
    private final List<Watched> registrations = new ArrayList<>();

    /** A connection, and what is true of its near end. */
    private final class Connection {
        private final LinuxSocket near;
        private final LinuxSocket far;
        private final OsOperation output;
        private final OsOperation farInput;
        private final OsOperation farOutput;
        private final OsOperation input;
        private boolean readable;
        private boolean full;
        private boolean over;

        private Connection() throws IOException {
            SocketFixture.Pair pair = fixture.connect(listener);
            near = pair.near();
            far = pair.far();
            output = fixture.operation(near);
            input = fixture.operation(near);
            farInput = fixture.operation(far);
            farOutput = fixture.operation(far);
        }

        private void change() throws IOException {
            if (over) {
                return;
            }
            switch (random.nextInt(20)) {
                case 0 -> {
                    far.shutdownInput();
                    far.shutdownOutput();
                    over = true;
                }
                case 1, 2, 3, 4, 5 -> {
                    readable = true;
                    fixture.send(farOutput, 1);
                }
                case 6, 7, 8, 9, 10 -> {
                    readable = false;
                    drain(input);
                }
                case 11, 12, 13, 14, 15 -> {
                    full = true;
                    assertThat(fixture.fill(output)).isEqualTo(OsStatus.UNAVAILABLE);
                }
                default -> {
                    full = false;
                    drain(farInput);
                }
            }
        }

        private void drain(OsOperation operation) throws IOException {
            int received;
            do {
                received = fixture.receive(operation, 1_024, OsStatus.NO_WAIT);
            } while (received > 0);
        }

        private int ready(int asked) {
            if (asked != 0 && over) {
                return asked | OsPoller.BROKEN;
            }
            return asked & ((readable ? OP_READ : 0) | (full ? 0 : OP_WRITE));
        }
    }

    /** A registration, and what it was asked for since it was reported. */
    private static final class Watched {
        private final Connection connection;
        private OsRegistration registration;
        private int asked;

        private Watched(Connection connection) {
            this.connection = connection;
        }
    }

    @Test
    void reportsWhatIsTrueInAnyOrder() throws IOException {
        RandomOrders.run(ORDERS, seed -> new EpollModelTest().run(seed));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void reportsWhatIsTrueInFixedOrders(long seed) throws IOException {
        run(seed);
    }

    private void run(long seed) throws IOException {
        random = new Random(seed);
        // Of more than can be probed at once, too.
        int most = random.nextBoolean() ? FEW : CONNECTIONS;
        try (SocketFixture opened = new SocketFixture()) {
            fixture = opened;
            listener =
                    fixture.unixListener(Files.createTempDirectory(folder, null).resolve("listener"), CONNECTIONS);
            poller = EpollPoller.open();
            try {
                while (connections.size() < most) {
                    connections.add(new Connection());
                }
                while (most > FEW && registrations.size() < MOST_REGISTRATIONS) {
                    register();
                }
                for (int step = 0; step < STEPS; step++) {
                    step(most);
                }
            } finally {
                poller.close();
            }
        }
    }

    private void step(int most) throws IOException {
        switch (random.nextInt(8)) {
            case 0 -> register();
            case 1, 2 -> pickSome(most / 2, connections, Connection::change);
            case 3, 4 -> pickSome(most, registrations, this::ask);
            case 5 -> {
                if (random.nextInt(4) == 0) {
                    release();
                }
            }
            default -> poll();
        }
    }

    private interface Action<T> {
        void on(T target) throws IOException;
    }

    private <T> void pickSome(int most, List<T> all, Action<T> action) throws IOException {
        int times = all.isEmpty() ? 0 : 1 + random.nextInt(most);
        for (int i = 0; i < times; i++) {
            action.on(all.get(random.nextInt(all.size())));
        }
    }

    private void register() throws IOException {
        if (registrations.size() < MOST_REGISTRATIONS) {
            Watched watched = new Watched(connections.get(random.nextInt(connections.size())));
            watched.registration = poller.register(watched.connection.near, watched);
            registrations.add(watched);
            ask(watched);
        }
    }

    private void ask(Watched watched) throws IOException {
        int[] possible = {0, OP_READ, OP_WRITE, OP_READ | OP_WRITE};
        watched.asked = possible[random.nextInt(possible.length)];
        watched.registration.interest(watched.asked);
    }

    private void release() {
        if (!registrations.isEmpty()) {
            registrations
                    .remove(random.nextInt(registrations.size()))
                    .registration
                    .release();
        }
    }

    private void poll() throws IOException {
        if (random.nextInt(5) == 0) {
            poller.wakeup();
        }
        Map<Watched, Integer> expected = new HashMap<>();
        for (Watched watched : registrations) {
            int ready = watched.connection.ready(watched.asked);
            if (ready != 0) {
                expected.put(watched, ready);
                watched.asked = 0;
            }
        }
        Map<Watched, Integer> reported = new HashMap<>();
        int count = poller.poll(
                random.nextInt(3) == 0 ? 1 : OsStatus.NO_WAIT,
                (attachment, events) -> reported.put((Watched) attachment, events));
        assertThat(reported).isEqualTo(expected);
        assertThat(count).isEqualTo(expected.size());
    }
}
