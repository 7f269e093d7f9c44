package io.nioshare.provider.linux.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nioshare.TargetProcessException;
import io.nioshare.TokenException;
import io.nioshare.TokenException.Reason;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.linux.socket.LinuxSocket;
import io.nioshare.provider.linux.socket.SocketFixture;
import io.nioshare.provider.linux.socket.SocketFixture.Pair;
import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.os.ConnectionResetException;
import io.nioshare.provider.os.OsOption;
import io.nioshare.provider.os.OsSharing.OsImported;
import io.nioshare.provider.os.OsSharing.State;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsSocketType;
import io.nioshare.provider.os.OsStatus;
import java.io.File;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Exports of this process to itself, which go the whole way. */
@EnabledOnOs(OS.LINUX)
@Timeout(30)
class LinuxSharingTest {

    private static final long SELF = ProcessHandle.current().pid();
    private static final int PATIENCE_MILLIS = 5_000;

    private final SocketFixture fixture = new SocketFixture();
    private final LinuxSharing sharing = new LinuxSharing(fixture.sockets);
    private long before;

    @BeforeEach
    void count() throws IOException {
        before = SocketFixture.descriptors();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
        // The office closes its counter a moment after the last ticket. A wake is kept for the next wait.
        SocketFixture.awaitDescriptors(before + 1);
    }

    /** Until the office has dropped its descriptor of the socket. */
    private static void awaitAlone(LinuxSocket socket) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (SocketFixture.descriptorsOf(socket) > 1 && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(SocketFixture.descriptorsOf(socket)).isOne();
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(TokenException.class))
                .satisfies(e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
    }

    private OsImported move(OsSocket socket) throws IOException {
        byte[] token = sharing.exportTo(socket, null, SELF);
        assertThat(socket.isShared()).isTrue();
        OsImported imported = sharing.read(token).open();
        fixture.closing(imported.socket());
        assertThat(imported.socket().isShared()).isTrue();
        assertThat(imported.socket().type()).isEqualTo(socket.type());
        assertThat(imported.socket().family()).isEqualTo(socket.family());
        return imported;
    }

    @Test
    void aConnectionOutlivesItsExporter() throws IOException {
        LinuxSocket listener = fixture.listener();
        LinuxSocket near = fixture.sockets.open(OsSocketType.STREAM, StandardProtocolFamily.INET);
        near.connect(listener.localAddress());
        OsSocket far = fixture.closing(fixture.operation(listener).accept(PATIENCE_MILLIS));
        byte[] token = sharing.exportTo(near, listener.localAddress(), SELF);
        near.close();
        OsImported imported = sharing.read(token).open();
        assertThat(imported.state()).isEqualTo(State.CONNECTED);
        assertThat(imported.socket().remoteAddress()).isEqualTo(listener.localAddress());
        fixture.send(fixture.operation(imported.socket()), 3);
        assertThat(fixture.receive(fixture.operation(far), 10, PATIENCE_MILLIS)).isEqualTo(3);
        imported.socket().close();
        assertThat(fixture.receive(fixture.operation(far), 10, PATIENCE_MILLIS)).isEqualTo(OsStatus.END_OF_STREAM);
    }

    @Test
    void everyKindArrivesAsWhatItIs() throws IOException {
        assertThat(move(fixture.listener()).state()).isEqualTo(State.LISTENING);
        OsSocket fresh = fixture.closing(fixture.sockets.open(OsSocketType.STREAM, StandardProtocolFamily.INET));
        assertThat(move(fresh).state()).isEqualTo(State.UNBOUND);
        fresh.bind(SocketFixture.loopback(0));
        assertThat(move(fresh).state()).isEqualTo(State.BOUND);
        LinuxSocket datagram = fixture.datagram();
        assertThat(move(datagram).state()).isEqualTo(State.BOUND);
        datagram.connect(datagram.localAddress());
        assertThat(move(datagram).state()).isEqualTo(State.CONNECTED);
    }

    @Test
    void aConnectionThatWasResetIsStillAConnection() throws IOException {
        Pair pair = fixture.connect();
        SocketAddress peer = pair.far().remoteAddress();
        pair.near().setOption(OsOption.LINGER, 0);
        byte[] token = sharing.exportTo(pair.far(), peer, SELF);
        pair.near().shutdownInput();
        reset(pair.near());
        OsImported imported = sharing.read(token).open();
        fixture.closing(imported.socket());
        assertThat(imported.state()).isEqualTo(State.CONNECTED);
        assertThat(imported.socket().remoteAddress()).isEqualTo(peer);
        assertThatThrownBy(() -> fixture.receive(fixture.operation(imported.socket()), 1, OsStatus.FOREVER))
                .isInstanceOf(ConnectionResetException.class);
    }

    /** "connect(2)": the address of no family ends a connection at once, while the descriptor stays. */
    private void reset(LinuxSocket socket) {
        OffHeapBlock address = new OffHeapBlock(NativeMemory.INSTANCE, 16);
        assertThat(Libc.connect(socket.descriptor(), address.address(), 16)).isZero();
        address.free();
    }

    @Test
    void aTicketServesOnce() throws IOException {
        LinuxSocket listener = fixture.listener();
        byte[] token = sharing.exportTo(listener, null, SELF);
        fixture.closing(sharing.read(token).open().socket());
        assertRefused(Reason.ALREADY_USED, () -> sharing.read(token).open());
        byte[] unused = sharing.exportTo(listener, null, SELF);
        assertRefused(Reason.ALREADY_USED, () -> sharing.read(token).open());
        fixture.closing(sharing.read(unused).open().socket());
    }

    @Test
    void aTicketExpiresAndLeavesNothing() throws Exception {
        LinuxSharing hasty = new LinuxSharing(fixture.sockets, Duration.ofMillis(100));
        LinuxSocket listener = fixture.listener();
        byte[] token = hasty.exportTo(listener, null, SELF);
        awaitAlone(listener);
        assertRefused(Reason.STALE, () -> hasty.read(token).open());
    }

    @Test
    void aTicketGoesWithItsTarget() throws Exception {
        LinuxSocket listener = fixture.listener();
        Process target = new ProcessBuilder("sleep", "60").start();
        sharing.exportTo(listener, null, target.pid());
        assertThat(SocketFixture.descriptorsOf(listener)).isEqualTo(2);
        target.destroyForcibly().waitFor();
        awaitAlone(listener);
    }

    @Test
    void theWrongTargetGetsNothing() throws Exception {
        Process target = new ProcessBuilder("sleep", "60").start();
        try {
            byte[] token = sharing.exportTo(fixture.listener(), null, target.pid());
            assertRefused(Reason.WRONG_TARGET, () -> sharing.read(token));
            Ticket ticket = Ticket.decode(token);
            Ticket forged = new Ticket(
                    (int) SELF,
                    ProcessFacts.of(SELF).startTime(),
                    ticket.exporter(),
                    ticket.exporterStart(),
                    ticket.expires(),
                    ticket.secret(),
                    null,
                    ticket.name());
            assertThatThrownBy(() -> sharing.read(forged.encode()).open()).isInstanceOf(TokenException.class);
        } finally {
            target.destroyForcibly();
        }
    }

    @Test
    void anExporterThatHasEndedIsNamed() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Ticket ticket = new Ticket(
                (int) SELF,
                ProcessFacts.of(SELF).startTime(),
                (int) ended.pid(),
                1,
                Long.MAX_VALUE,
                UUID.randomUUID(),
                null,
                "nioshare-nobody");
        assertThatThrownBy(() -> sharing.read(ticket.encode()).open())
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("(" + ended.pid() + ") has ended");
    }

    @Test
    void whoHasTakenAnExportersNameIsNotTrusted() throws Exception {
        try (LocalSocket squatter = LocalSocket.listening("nioshare-squatter", 5)) {
            Ticket ticket = new Ticket(
                    (int) SELF,
                    ProcessFacts.of(SELF).startTime(),
                    1,
                    1,
                    Long.MAX_VALUE,
                    UUID.randomUUID(),
                    null,
                    "nioshare-squatter");
            assertRefused(Reason.STALE, () -> sharing.read(ticket.encode()).open());
            assertThat(squatter.descriptor()).isPositive();
        }
    }

    @Test
    void processesThatAreNoneAreRefused() throws Exception {
        LinuxSocket listener = fixture.listener();
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        for (long pid : new long[] {0, -1, Long.MAX_VALUE, 1L << 32 | SELF, Integer.MAX_VALUE, ended.pid()}) {
            assertThatThrownBy(() -> sharing.exportTo(listener, null, pid))
                    .isInstanceOf(TargetProcessException.class)
                    .hasMessageContaining(Long.toString(pid));
        }
        assertThat(listener.isShared()).isFalse();
    }

    @Test
    void aThreadIsNoProcess() throws Exception {
        LinuxSocket listener = fixture.listener();
        String[] threads = new File("/proc/self/task").list();
        assumeTrue(threads != null);
        for (String thread : threads) {
            long id = Long.parseLong(thread);
            if (id != SELF) {
                assertThatThrownBy(() -> sharing.exportTo(listener, null, id))
                        .isInstanceOf(TargetProcessException.class);
            }
        }
    }
}
