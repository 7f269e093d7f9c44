package io.nioshare.provider.linux.epoll;

import static java.nio.channels.SelectionKey.OP_ACCEPT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.socket.LinuxSocket;
import io.nioshare.provider.linux.socket.SocketFixture;
import io.nioshare.provider.linux.socket.SocketFixture.Pair;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsOption;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import io.nioshare.provider.os.OsStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(20)
class EpollPollerTest {

    private static final int QUIET_MILLIS = 50;
    private static final int PATIENCE_MILLIS = 5_000;

    private SocketFixture fixture;
    private EpollPoller poller;

    @BeforeEach
    void open() throws IOException {
        fixture = new SocketFixture();
        poller = EpollPoller.open();
    }

    @AfterEach
    void close() throws Exception {
        poller.close();
        fixture.close();
    }

    private TreeMap<String, Integer> poll(long timeout) throws IOException {
        TreeMap<String, Integer> ready = new TreeMap<>();
        poller.poll(timeout, (attachment, events) -> ready.put((String) attachment, events));
        return ready;
    }

    /** Another thread that polls until something happens. */
    private CompletableFuture<TreeMap<String, Integer>> sleeper() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return poll(OsStatus.FOREVER);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Polls for a while in which nothing happens, and tells how often the kernel said otherwise. */
    private int pollsOfAQuietWhile() throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS);
        int polls = 0;
        for (long left = QUIET_MILLIS; left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            assertThat(poll(left)).isEmpty();
            polls++;
        }
        return polls;
    }

    @Test
    void whatIsReadyIsReportedAsOftenAsItIsAskedFor() throws IOException {
        Pair pair = fixture.connect();
        OsRegistration registration = poller.register(pair.near(), "near");
        fixture.send(fixture.operation(pair.far()), 1);
        for (int i = 0; i < 3; i++) {
            registration.interest(OP_READ);
            assertThat(poll(PATIENCE_MILLIS)).containsEntry("near", OP_READ);
        }
        assertThat(pollsOfAQuietWhile()).isLessThan(5);
        registration.interest(OP_READ | OP_WRITE);
        assertThat(poll(PATIENCE_MILLIS)).containsEntry("near", OP_READ | OP_WRITE);
        registration.interest(OP_WRITE);
        assertThat(poll(PATIENCE_MILLIS)).containsEntry("near", OP_WRITE);
        registration.interest(OP_READ);
        assertThat(poll(PATIENCE_MILLIS)).containsEntry("near", OP_READ);
    }

    @Test
    void aHungUpPeerDoesNotKeepBusyWhoIsNotInterested() throws IOException {
        LinuxSocket listener = fixture.listener();
        Pair pair = fixture.connect(listener);
        OsRegistration registration = poller.register(pair.near(), "near");
        registration.interest(OP_READ);
        assertThat(poll(1)).as("epoll watches it").isEmpty();
        registration.interest(0);
        pair.far().setOption(OsOption.LINGER, 0);
        pair.far().shutdownOutput();
        pair.near().shutdownOutput();
        assertThat(pollsOfAQuietWhile()).isLessThan(5);
        registration.interest(OP_READ);
        assertThat(poll(PATIENCE_MILLIS)).containsEntry("near", OP_READ | OsPoller.BROKEN);
    }

    @Test
    void roomThatComesWhileThePollWaitsIsReported(@TempDir Path folder) throws Exception {
        Pair pair = fixture.connect(fixture.unixListener(folder.resolve("listener"), 1));
        OsRegistration registration = poller.register(pair.near(), "near");
        fixture.fill(fixture.operation(pair.near()));
        registration.interest(OP_WRITE);
        CompletableFuture<TreeMap<String, Integer>> sleeper = sleeper();
        // Time enough for it to wait in the kernel.
        assertThatThrownBy(() -> sleeper.get(QUIET_MILLIS, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        OsOperation reader = fixture.operation(pair.far());
        while (fixture.receive(reader, 1_024, OsStatus.NO_WAIT) > 0) {}
        assertThat(sleeper.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).containsEntry("near", OP_WRITE);
    }

    @Test
    void aDescriptorThatIsGoneIsReportedAsBroken() throws IOException {
        LinuxSocket listener = fixture.listener();
        for (int interest : new int[] {OP_READ, OP_WRITE}) {
            for (long timeout : new long[] {OsStatus.NO_WAIT, PATIENCE_MILLIS}) {
                int near = fixture.connect(listener).near().descriptor();
                LinuxSocket copy = fixture.sockets.adopt(Libc.duplicate(near), null);
                OsRegistration registration = poller.register(copy, "copy");
                registration.interest(interest);
                copy.close();
                assertThat(poll(timeout)).containsEntry("copy", interest | OsPoller.BROKEN);
                registration.release();
            }
        }
    }

    @Test
    void aDescriptorNumberThatIsUsedAgainInheritsNothing() throws IOException {
        LinuxSocket listener = fixture.listener();
        Pair pair = fixture.connect(listener);
        LinuxSocket old = fixture.sockets.adopt(Libc.duplicate(pair.near().descriptor()), null);
        OsRegistration registration = poller.register(old, "old");
        registration.interest(OP_READ);
        assertThat(poll(1)).as("epoll watches it").isEmpty();
        registration.release();
        int number = old.descriptor();
        old.close();
        Pair other = fixture.connect(listener);
        int reused = Libc.fcntl(other.near().descriptor(), Libc.F_DUPFD_CLOEXEC, number);
        LinuxSocket young = fixture.closing(fixture.sockets.adopt(reused, null));
        OsRegistration second = poller.register(young, "young");
        second.interest(OP_READ);
        // The connection lives on in its other descriptor, as it would in another process.
        fixture.send(fixture.operation(pair.far()), 1);
        assertThat(pollsOfAQuietWhile()).isLessThan(5);
        fixture.send(fixture.operation(other.far()), 1);
        assertThat(poll(PATIENCE_MILLIS)).containsOnlyKeys("young");
    }

    @Test
    void oneSocketMayBeInSeveralTimes() throws IOException {
        Pair pair = fixture.connect();
        long before = SocketFixture.descriptorsOf(pair.near());
        OsRegistration first = poller.register(pair.near(), "first");
        OsRegistration second = poller.register(pair.near(), "second");
        first.interest(OP_READ);
        second.interest(OP_READ);
        assertThat(poll(1)).isEmpty();
        assertThat(SocketFixture.descriptorsOf(pair.near())).isEqualTo(before + 1);
        fixture.send(fixture.operation(pair.far()), 1);
        assertThat(poll(PATIENCE_MILLIS)).containsOnlyKeys("first", "second");
        first.interest(OP_WRITE);
        assertThat(poll(PATIENCE_MILLIS)).containsOnlyKeys("first");
        first.release();
        second.release();
        assertThat(SocketFixture.descriptorsOf(pair.near())).isEqualTo(before);
    }

    @Test
    void manySocketsAreToldApart() throws IOException {
        LinuxSocket listener = fixture.listener();
        List<Pair> pairs = new ArrayList<>();
        List<OsRegistration> registrations = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Pair pair = fixture.connect(listener);
            pairs.add(pair);
            OsRegistration registration = poller.register(pair.near(), "near " + i);
            registrations.add(registration);
            registration.interest(OP_READ);
        }
        registrations.get(41).release();
        fixture.send(fixture.operation(pairs.get(41).far()), 1);
        fixture.send(fixture.operation(pairs.get(17).far()), 1);
        fixture.send(fixture.operation(pairs.get(99).far()), 1);
        assertThat(poll(PATIENCE_MILLIS)).containsOnlyKeys("near 17", "near 99");
    }

    @Test
    void whatIsLeftWhenASinkThrowsIsReportedByTheNextPoll() throws IOException {
        LinuxSocket listener = fixture.listener();
        List<OsRegistration> registrations = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            OsRegistration registration =
                    poller.register(fixture.connect(listener).near(), "near " + i);
            registrations.add(registration);
            registration.interest(OP_WRITE);
        }
        List<Object> reported = new ArrayList<>();
        OsPoller.Sink throwing = (attachment, events) -> {
            reported.add(attachment);
            throw new IllegalStateException("as a test");
        };
        assertThatThrownBy(() -> poller.poll(PATIENCE_MILLIS, throwing)).hasMessage("as a test");
        reported.addAll(poll(PATIENCE_MILLIS).keySet());
        assertThat(reported).hasSize(registrations.size()).doesNotHaveDuplicates();
        for (OsRegistration registration : registrations) {
            registration.interest(OP_WRITE);
        }
        assertThat(poll(PATIENCE_MILLIS)).hasSize(registrations.size());
    }

    @Test
    void aListenerIsAcceptable() throws IOException {
        LinuxSocket listener = fixture.listener();
        OsRegistration registration = poller.register(listener, "listener");
        registration.interest(OP_ACCEPT);
        assertThat(poll(OsStatus.NO_WAIT)).isEmpty();
        Pair pair = fixture.connect(listener);
        assertThat(pair.far()).isNotNull();
    }

    @Test
    void aWakeupCountsOnce() throws Exception {
        poller.wakeup();
        assertThat(poll(PATIENCE_MILLIS)).isEmpty();
        assertThat(pollsOfAQuietWhile()).isLessThan(5);
        CompletableFuture<TreeMap<String, Integer>> sleeper = sleeper();
        poller.wakeup();
        sleeper.get(5, TimeUnit.SECONDS);
    }

    @Test
    void afterTheCloseNothingHappens() throws IOException {
        OsRegistration registration = poller.register(fixture.connect().near(), "near");
        registration.interest(OP_READ);
        poller.close();
        registration.interest(OP_WRITE);
        registration.release();
        poller.wakeup();
        poller.close();
    }
}
