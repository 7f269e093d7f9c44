package io.nioshare.provider.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.linux.socket.SocketFixture.Pair;
import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Receiving calls that wait in the kernel, and what ends that. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockingReceiveTest {

    private static final int ROUNDS = 500;
    private static final int CONNECTIONS = 100;
    private static final int A_WHILE_MILLIS = 100;
    private static final int PATIENCE_SECONDS = 10;

    private final SocketFixture fixture = new SocketFixture();
    private Pair pair;
    private OsOperation operation;

    @BeforeEach
    void connect() throws Exception {
        pair = fixture.connect();
        operation = fixture.operation(pair.near());
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static <T> FutureTask<T> start(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        new Thread(future, "receiver").start();
        return future;
    }

    private FutureTask<Integer> startReceive() {
        return start(() -> fixture.receive(operation, 10, OsStatus.FOREVER));
    }

    private static int result(FutureTask<Integer> receive) throws Exception {
        return receive.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void assertWaits(FutureTask<?> receive) {
        assertThatThrownBy(() -> receive.get(A_WHILE_MILLIS, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
    }

    private boolean isNonBlocking() {
        return isNonBlocking(pair.near());
    }

    private static boolean isNonBlocking(LinuxSocket socket) {
        return (Libc.fcntl(socket.descriptor(), Libc.F_GETFL, 0) & Libc.O_NONBLOCK) != 0;
    }

    private void awaitBlockingMode() throws InterruptedException {
        awaitBlockingMode(pair.near());
    }

    private static void awaitBlockingMode(LinuxSocket socket) throws InterruptedException {
        while (isNonBlocking(socket)) {
            Thread.sleep(1);
        }
    }

    @Test
    void theSocketIsABlockingOneOnceACallHadToWait() throws Exception {
        assertThat(fixture.receive(operation, 10, OsStatus.NO_WAIT)).isEqualTo(OsStatus.UNAVAILABLE);
        assertThat(fixture.receive(operation, 10, 1)).isEqualTo(OsStatus.UNAVAILABLE);
        assertThat(isNonBlocking()).isTrue();

        FutureTask<Integer> receive = startReceive();
        awaitBlockingMode();
        assertWaits(receive);

        fixture.send(fixture.operation(pair.far()), 3);
        assertThat(result(receive)).isEqualTo(3);
    }

    @Test
    void callsThatMayNotWaitDoNotWaitInABlockingSocket() throws Exception {
        FutureTask<Integer> receive = startReceive();
        awaitBlockingMode();
        fixture.send(fixture.operation(pair.far()), 1);
        result(receive);
        assertThat(isNonBlocking()).isFalse();

        assertThat(fixture.receive(operation, 10, OsStatus.NO_WAIT)).isEqualTo(OsStatus.UNAVAILABLE);
        assertThat(fixture.receive(operation, 10, 20)).isEqualTo(OsStatus.UNAVAILABLE);
        assertThat(fixture.fill(fixture.operation(pair.near()))).isEqualTo(OsStatus.UNAVAILABLE);
    }

    /** The signal may come before the call, in it and after it. */
    @Test
    void aCancelEndsTheWaitWheneverItComes() throws Exception {
        LinuxSocket listener = fixture.listener();
        for (int round = 0; round < CONNECTIONS; round++) {
            Pair each = fixture.connect(listener);
            OsOperation receiving = each.near().newOperation();
            FutureTask<Integer> receive = start(() -> fixture.receive(receiving, 10, OsStatus.FOREVER));
            for (int spin = 0; spin < round * 250; spin++) {
                Thread.onSpinWait();
            }
            receiving.cancel();
            assertThat(result(receive)).isEqualTo(OsStatus.CANCELLED);
            receiving.close();
        }
    }

    @Test
    void aSignalThatIsNotACancelEndsNothing() throws Exception {
        AtomicReference<KernelThread> thread = new AtomicReference<>();
        FutureTask<Integer> receive = start(() -> {
            thread.set(KernelThread.currentIfSignallable());
            return fixture.receive(operation, 10, OsStatus.FOREVER);
        });
        awaitBlockingMode();
        for (int i = 0; i < ROUNDS; i++) {
            thread.get().signal();
        }
        assertWaits(receive);
        fixture.send(fixture.operation(pair.far()), 2);
        assertThat(result(receive)).isEqualTo(2);
    }

    @Test
    void whoWaitsGoesOnWaitingWhenTheSocketIsShared() throws Exception {
        FutureTask<Integer> receive = startReceive();
        awaitBlockingMode();

        pair.near().setShared(true);

        assertThat(isNonBlocking()).isTrue();
        assertWaits(receive);
        fixture.send(fixture.operation(pair.far()), 4);
        assertThat(result(receive)).isEqualTo(4);
        assertThat(isNonBlocking()).isTrue();
    }

    @Test
    void sharingItWheneverThatComesLosesNothing() throws Exception {
        OsOperation sender = fixture.operation(pair.far());
        for (int round = 0; round < ROUNDS; round++) {
            FutureTask<Integer> receive = startReceive();
            for (int spin = 0; spin < round * 50; spin++) {
                Thread.onSpinWait();
            }
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(sender));
            pair.near().setShared(true);
            assertThat(isNonBlocking()).isTrue();
            assertThat(result(receive)).isEqualTo(1);
            sent.join();
            pair.near().setShared(false);
        }
    }

    private void send(OsOperation sender) {
        try {
            fixture.send(sender, 1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void sharingByAnInterruptedThreadLeavesItInterrupted() throws Exception {
        FutureTask<Integer> receive = startReceive();
        awaitBlockingMode();
        Thread.currentThread().interrupt();

        pair.near().setShared(true);

        assertThat(Thread.interrupted()).isTrue();
        operation.cancel();
        assertThat(result(receive)).isEqualTo(OsStatus.CANCELLED);
    }

    /** As a thread of somebody's native code may have it. */
    @Test
    void aThreadThatBlocksTheSignalWaitsElsewhere() throws Exception {
        FutureTask<Integer> receive = start(() -> {
            OffHeapBlock mask = new OffHeapBlock(NativeMemory.INSTANCE, 128);
            mask.view().putLong(0, 1L << 61);
            assertThat(Libc.sigprocmask(Libc.SIG_BLOCK, mask.address(), 0)).isZero();
            mask.free();
            assertThat(KernelThread.currentIfSignallable()).isNull();
            return fixture.receive(operation, 10, OsStatus.FOREVER);
        });
        assertWaits(receive);
        operation.cancel();
        assertThat(result(receive)).isEqualTo(OsStatus.CANCELLED);
    }

    @Test
    void aDatagramIsWaitedForInTheSameWay() throws Exception {
        LinuxSocket socket = fixture.datagram();
        OsOperation receiving = fixture.operation(socket);
        receiving.buffer(0, fixture.memory(), 10);
        LinuxSocket peer = fixture.datagram();
        OsOperation sending = fixture.operation(peer);
        sending.buffer(0, fixture.memory(), 6);
        FutureTask<Integer> receive = start(() -> receiving.receiveFrom(1, OsStatus.FOREVER));
        awaitBlockingMode(socket);
        sending.sendTo(1, (InetSocketAddress) socket.localAddress(), OsStatus.NO_WAIT);
        assertThat(result(receive)).isEqualTo(6);
        assertThat(receiving.sender()).isEqualTo(peer.localAddress());

        FutureTask<Integer> next = start(() -> receiving.receiveFrom(1, OsStatus.FOREVER));
        assertWaits(next);
        socket.setShared(true);
        assertThat(isNonBlocking(socket)).isTrue();
        sending.sendTo(1, (InetSocketAddress) socket.localAddress(), OsStatus.NO_WAIT);
        assertThat(result(next)).isEqualTo(6);
    }
}
