package io.nioshare.provider.linux.socket;

import static io.nioshare.provider.linux.socket.SocketFixture.loopback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.socket.SocketFixture.Pair;
import io.nioshare.provider.os.ConnectionResetException;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsOption;
import io.nioshare.provider.os.OsSocketType;
import io.nioshare.provider.os.OsStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
@Timeout(20)
class LinuxSocketTest {

    private static final int ROUNDS = 200;

    private final SocketFixture fixture = new SocketFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static void makeBlocking(LinuxSocket socket) {
        int flags = Libc.fcntl(socket.descriptor(), Libc.F_GETFL, 0);
        assertThat(Libc.fcntl(socket.descriptor(), Libc.F_SETFL, flags & ~Libc.O_NONBLOCK))
                .isZero();
    }

    @Test
    void aBlockingModeThatAPartnerSetMakesNoCallWait() throws IOException {
        Pair pair = fixture.connect();
        makeBlocking(pair.near());
        OsOperation operation = fixture.operation(pair.near());
        assertThat(fixture.receive(operation, 10, OsStatus.NO_WAIT)).isEqualTo(OsStatus.UNAVAILABLE);
        assertThat(fixture.fill(operation)).isEqualTo(OsStatus.UNAVAILABLE);
    }

    @Test
    void aBlockingModeThatAPartnerSetMakesNoAcceptWait() throws IOException {
        LinuxSocket listener = fixture.listener();
        listener.setShared(true);
        makeBlocking(listener);
        assertThat(fixture.operation(listener).accept(OsStatus.NO_WAIT)).isNull();
        assertThat(fixture.operation(listener).accept(20)).isNull();
    }

    @Test
    void aTimeoutEndsAWait() throws IOException {
        OsOperation operation = fixture.operation(fixture.connect().near());
        long start = System.nanoTime();
        assertThat(fixture.receive(operation, 10, 50)).isEqualTo(OsStatus.UNAVAILABLE);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
    }

    @Test
    void aCancelEndsAWaitWheneverItComes() throws Exception {
        Pair pair = fixture.connect();
        for (int i = 0; i < ROUNDS; i++) {
            OsOperation operation = pair.near().newOperation();
            CompletableFuture<Integer> result = CompletableFuture.supplyAsync(() -> {
                try {
                    return fixture.receive(operation, 10, OsStatus.FOREVER);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            for (int spin = 0; spin < i * 100; spin++) {
                Thread.onSpinWait();
            }
            operation.cancel();
            assertThat(result.get(5, TimeUnit.SECONDS)).isEqualTo(OsStatus.CANCELLED);
            assertThat(fixture.receive(operation, 10, OsStatus.FOREVER)).isEqualTo(OsStatus.CANCELLED);
            operation.close();
        }
        // What ended one wait doesn't end another.
        assertThat(fixture.receive(fixture.operation(pair.near()), 10, 20)).isEqualTo(OsStatus.UNAVAILABLE);
    }

    @Test
    void sendingToNobodyFailsWithoutASignal() throws IOException {
        Pair pair = fixture.connect();
        pair.near().shutdownOutput();
        OsOperation operation = fixture.operation(pair.near());
        assertThatThrownBy(() -> fixture.send(operation, 1))
                .isInstanceOf(ConnectionResetException.class)
                .hasMessageContaining("EPIPE (32)");
    }

    @Test
    void theAddressOfAPeerThatResetIsStillKnown() throws IOException {
        LinuxSocket listener = fixture.listener();
        LinuxSocket near = fixture.sockets.open(OsSocketType.STREAM, StandardProtocolFamily.INET);
        near.connect(listener.localAddress());
        SocketAddress address = near.localAddress();
        near.setOption(OsOption.LINGER, 0);
        LinuxSocket far =
                fixture.closing((LinuxSocket) fixture.operation(listener).accept(OsStatus.FOREVER));
        near.close();
        assertThatThrownBy(() -> fixture.receive(fixture.operation(far), 1, OsStatus.FOREVER))
                .isInstanceOf(ConnectionResetException.class);
        assertThat(far.remoteAddress()).isEqualTo(address);
    }

    @Test
    void disconnectingKeepsAPortThatTheSystemChose() throws IOException {
        LinuxSocket socket = fixture.datagram();
        SocketAddress bound = socket.localAddress();
        socket.connect(loopback(9));
        socket.disconnect();
        assertThat(socket.remoteAddress()).isNull();
        assertThat(socket.localAddress()).isEqualTo(bound);
    }

    @Test
    void onlyAConnectedDatagramSocketHearsThatNobodyIsThere() throws IOException {
        LinuxSocket gone = fixture.sockets.open(OsSocketType.DATAGRAM, StandardProtocolFamily.INET);
        gone.bind(loopback(0));
        InetSocketAddress nobody = (InetSocketAddress) gone.localAddress();
        gone.close();
        LinuxSocket socket = fixture.datagram();
        OsOperation operation = fixture.operation(socket);
        operation.buffer(0, fixture.memory(), 1);
        operation.sendTo(1, nobody, OsStatus.FOREVER);
        assertThat(operation.receiveFrom(1, 50)).isEqualTo(OsStatus.UNAVAILABLE);
        socket.connect(nobody);
        operation.sendTo(1, null, OsStatus.FOREVER);
        assertThatThrownBy(() -> operation.receiveFrom(1, 1_000)).isInstanceOf(PortUnreachableException.class);
    }

    @Test
    void optionsComeBackAsTheyWereSet() throws IOException {
        LinuxSocket socket = fixture.connect().near();
        socket.setOption(OsOption.LINGER, 7);
        assertThat(socket.getOption(OsOption.LINGER)).isEqualTo(7);
        socket.setOption(OsOption.LINGER, -1);
        assertThat(socket.getOption(OsOption.LINGER)).isEqualTo(-1);
        socket.setOption(OsOption.SEND_BUFFER, 20_000);
        assertThat(socket.getOption(OsOption.SEND_BUFFER)).isEqualTo(20_000);
        assertThat(fixture.listener().getOption(OsOption.REUSE_ADDRESS)).isEqualTo(1);
        assertThat(socket.getOption(OsOption.REUSE_ADDRESS)).isZero();
    }

    @Test
    void onlyWhatWasInheritedIsTakenOver() throws IOException {
        LinuxSocket listener = fixture.listener();
        assertThat(fixture.sockets.takeOver(listener.descriptor())).isNull();
        assertThat(fixture.sockets.takeOver(-1)).isNull();
        Libc.fcntl(listener.descriptor(), Libc.F_SETFD, 0);
        assertThat(fixture.sockets.takeOver(listener.descriptor())).isNotNull();
        assertThat(fixture.sockets.takeOver(listener.descriptor())).isNull();
    }

    @Test
    void waitingKeepsNoDescriptors() throws IOException {
        Pair pair = fixture.connect();
        fixture.receive(fixture.operation(pair.near()), 1, 1);
        long before = SocketFixture.eventDescriptors();
        for (int i = 0; i < ROUNDS; i++) {
            fixture.receive(fixture.operation(pair.near()), 1, 1);
        }
        assertThat(SocketFixture.eventDescriptors()).isEqualTo(before);
    }
}
