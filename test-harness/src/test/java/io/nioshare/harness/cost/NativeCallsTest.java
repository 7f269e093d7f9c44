package io.nioshare.harness.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.nioshare.ShareableChannel;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.NativeHandles;
import io.nioshare.harness.process.WindowsOnly;
import io.nioshare.provider.os.NativeCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Counted in a child, where counting is on. */
class NativeCallsTest {

    private static final boolean WINDOWS = OS.WINDOWS.isCurrentOs();
    private static final String READ = WINDOWS ? "WSARecv" : "recv";
    private static final String WRITE = WINDOWS ? "WSASend" : "send";
    private static final String GATHER = WINDOWS ? "WSASend" : "sendmsg";

    private static final String WAIT = "WaitForSingleObject";
    private static final int ROUND_TRIPS = 200;

    private static ChildJvm child;

    @BeforeAll
    static void startChild() throws IOException {
        child = ChildJvm.start("-Dnioshare.countCalls=true");
    }

    @AfterAll
    static void endChild() {
        child.close();
    }

    private interface Operation {
        void run(SocketChannel near, SocketChannel far) throws IOException;
    }

    /** The calls of the second operation, after those of the first, on a connection. */
    private static Map<String, Long> count(Operation first, Operation second) throws IOException {
        try (ServerSocketChannel listener = listener();
                SocketChannel near = SocketChannel.open(listener.getLocalAddress());
                SocketChannel far = listener.accept()) {
            first.run(near, far);
            Map<String, Long> before = NativeCalls.snapshot();
            second.run(near, far);
            return since(before);
        }
    }

    private interface Selecting {
        void run(Selector selector, SocketChannel near, SocketChannel far) throws IOException;
    }

    /** The same with a selector for both. */
    private static Map<String, Long> countSelecting(Selecting first, Selecting second) throws IOException {
        try (Selector selector = Selector.open()) {
            return count((near, far) -> first.run(selector, near, far), (near, far) -> second.run(selector, near, far));
        }
    }

    private static Map<String, Long> since(Map<String, Long> before) {
        Map<String, Long> calls = new HashMap<>(NativeCalls.snapshot());
        before.forEach((function, count) -> calls.merge(function, -count, Long::sum));
        calls.values().removeIf(count -> count == 0);
        return calls;
    }

    private static void write(SocketChannel channel, int bytes) throws IOException {
        channel.write(ByteBuffer.allocate(bytes));
    }

    private static void read(SocketChannel channel, int bytes) throws IOException {
        channel.read(ByteBuffer.allocate(bytes));
    }

    @Test
    void countsNothingWhenItIsOff() {
        assertThat(NativeCalls.COUNTED).isFalse();
        assertThat(NativeCalls.snapshot()).isEmpty();
    }

    @Test
    void aReadWithDataThereTakesOneCall() throws Exception {
        Map<String, Long> calls = child.call(() -> count(
                (near, far) -> {
                    write(far, 2);
                    read(near, 1);
                },
                (near, far) -> read(near, 1)));
        assertThat(calls).isEqualTo(Map.of(READ, 1L));
    }

    /** Nothing else is registered, so nothing else can be ready. */
    @WindowsOnly
    @Test
    void aSelectionOfAConnectionWithMoreDataTakesOneCall() throws Exception {
        Map<String, Long> calls = child.call(() -> countSelecting(
                (selector, near, far) -> {
                    write(far, 3);
                    near.configureBlocking(false);
                    near.register(selector, SelectionKey.OP_READ);
                    selectAndRead(selector, near);
                    selectAndRead(selector, near);
                },
                (selector, near, far) -> selectAndRead(selector, near)));
        assertThat(calls).isEqualTo(Map.of("ioctlsocket", 1L, "recv", 1L));
    }

    /** To ask for room, where there is some, and for input again. Under Wine with one CPU that takes longer. */
    @Test
    void changingInterestToWritingAndBackTakesNoCallOfItsOwn() throws Exception {
        assumeFalse(
                WINDOWS && NativeHandles.onWine() && Runtime.getRuntime().availableProcessors() == 1,
                "Wine has one CPU alone");
        Map<String, Long> calls = child.call(() -> countSelecting(
                (selector, near, far) -> {
                    near.configureBlocking(false);
                    near.register(selector, SelectionKey.OP_READ);
                    write(far, 1);
                    selectAndRead(selector, near);
                    selector.selectNow();
                    writeAndReadAreOfInterest(selector, near);
                },
                (selector, near, far) -> writeAndReadAreOfInterest(selector, near)));
        assertThat(calls)
                .isEqualTo(
                        WINDOWS
                                ? Map.of("NtDeviceIoControlFile", 1L, "GetQueuedCompletionStatusEx", 2L)
                                : Map.of("poll", 1L, "epoll_wait", 1L));
    }

    private static void writeAndReadAreOfInterest(Selector selector, SocketChannel channel) throws IOException {
        channel.keyFor(selector).interestOps(SelectionKey.OP_WRITE);
        select(selector);
        channel.keyFor(selector).interestOps(SelectionKey.OP_READ);
        assertThat(selector.selectNow()).isZero();
    }

    /** Data that came meanwhile is found with the room, and doesn't take the socket out of epoll. */
    @EnabledOnOs(OS.LINUX)
    @Test
    void roomIsFoundTogetherWithData() throws Exception {
        Map<String, Long> calls = child.call(() -> countSelecting(
                (selector, near, far) -> {
                    near.configureBlocking(false);
                    near.register(selector, SelectionKey.OP_READ);
                    write(far, 2);
                    selectAndRead(selector, near);
                },
                (selector, near, far) -> {
                    near.keyFor(selector).interestOps(SelectionKey.OP_WRITE | SelectionKey.OP_READ);
                    select(selector);
                    assertThat(near.keyFor(selector).readyOps())
                            .isEqualTo(SelectionKey.OP_WRITE | SelectionKey.OP_READ);
                    near.keyFor(selector).interestOps(SelectionKey.OP_READ);
                    select(selector);
                }));
        assertThat(calls).isEqualTo(Map.of("poll", 1L, "epoll_wait", 2L));
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void aKeyThatIsCancelledBeforeAnybodyWaitsIsUnknownToEpoll() throws Exception {
        Map<String, Long> calls = child.call(
                () -> countSelecting((selector, near, far) -> near.configureBlocking(false), (selector, near, far) -> {
                    SelectionKey key = near.register(selector, SelectionKey.OP_READ);
                    assertThat(selector.selectNow()).isZero();
                    key.cancel();
                    assertThat(selector.selectNow()).isZero();
                }));
        assertThat(calls).isEqualTo(Map.of("poll", 1L, "epoll_wait", 1L));
    }

    private static void select(Selector selector) throws IOException {
        assertThat(selector.select()).isEqualTo(1);
        selector.selectedKeys().clear();
    }

    private static void selectAndRead(Selector selector, SocketChannel channel) throws IOException {
        select(selector);
        read(channel, 1);
    }

    @Test
    void aWriteTakesOneCall() throws Exception {
        Map<String, Long> calls = child.call(() -> count((near, far) -> write(near, 1), (near, far) -> write(near, 1)));
        assertThat(calls).isEqualTo(Map.of(WRITE, 1L));
    }

    @Test
    void aGatheringWriteTakesOneCall() throws Exception {
        Map<String, Long> calls = child.call(() -> count(NativeCallsTest::gather, NativeCallsTest::gather));
        assertThat(calls).isEqualTo(Map.of(GATHER, 1L));
    }

    @Test
    void acceptingTakesTwoCallsOnWindowsAndOneOnLinux() throws Exception {
        Map<String, Long> calls = child.call(() -> {
            try (ServerSocketChannel listener = listener();
                    SocketChannel first = SocketChannel.open(listener.getLocalAddress());
                    SocketChannel second = SocketChannel.open(listener.getLocalAddress())) {
                assertThat(first.isConnected() && second.isConnected()).isTrue();
                listener.accept().close();
                Map<String, Long> before = NativeCalls.snapshot();
                SocketChannel accepted = listener.accept();
                Map<String, Long> after = since(before);
                accepted.close();
                return after;
            }
        });
        assertThat(calls).isEqualTo(WINDOWS ? Map.of("accept", 1L, "SetHandleInformation", 1L) : Map.of("accept4", 1L));
    }

    /** The socket's own mode is set where it counts, and once. */
    @WindowsOnly
    @Test
    void anAcceptedSocketIsMadeNonBlockingByItsFirstNonBlockingCall() throws Exception {
        List<Map<String, Long>> calls = child.call(() -> {
            try (ServerSocketChannel listener = listener();
                    SocketChannel near = SocketChannel.open(listener.getLocalAddress());
                    SocketChannel accepted = listener.accept()) {
                assertThat(near.isConnected()).isTrue();
                accepted.configureBlocking(false);
                List<Map<String, Long>> each = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    Map<String, Long> before = NativeCalls.snapshot();
                    read(accepted, 1);
                    each.add(since(before));
                }
                return each;
            }
        });
        assertThat(calls).containsExactly(Map.of("ioctlsocket", 1L, "recv", 1L), Map.of("recv", 1L));
    }

    private static ServerSocketChannel listener() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** The peer answers only what was sent to it, so most reads have to wait. */
    @WindowsOnly
    @Test
    void aReadThatWaitsTakesTwoCallsAlsoWhenItFillsItsBuffer() throws Exception {
        Map<String, Long> calls = child.call(NativeCallsTest::roundTrips);
        // The first wait opens what every wait needs.
        assertThat(calls.keySet()).isSubsetOf(WRITE, READ, WAIT, "CreateEventW");
        assertThat(calls.get(WRITE)).isEqualTo(ROUND_TRIPS);
        assertThat(calls.get(READ) + calls.getOrDefault(WAIT, 0L)).isLessThan(ROUND_TRIPS * 5 / 2);
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void aReadThatWaitsTakesOneCall() throws Exception {
        Map<String, Long> calls = child.call(NativeCallsTest::roundTrips);
        // The first one that found nothing makes the socket a blocking one.
        assertThat(calls.keySet()).isSubsetOf(WRITE, READ, "fcntl", "sigaction", "syscall", "sigprocmask");
        assertThat(calls.get(WRITE)).isEqualTo(ROUND_TRIPS);
        assertThat(calls.get(READ)).isLessThanOrEqualTo(ROUND_TRIPS + 1);
    }

    private static Map<String, Long> roundTrips() throws Exception {
        try (ServerSocketChannel listener = listener();
                Socket peer = new Socket(
                        InetAddress.getLoopbackAddress(), listener.socket().getLocalPort());
                SocketChannel channel = listener.accept()) {
            Thread echo = new Thread(() -> echo(peer));
            echo.start();
            Map<String, Long> before = NativeCalls.snapshot();
            for (int i = 0; i < ROUND_TRIPS; i++) {
                write(channel, 1);
                read(channel, 1);
            }
            Map<String, Long> after = since(before);
            channel.shutdownOutput();
            echo.join();
            return after;
        }
    }

    private static void echo(Socket peer) {
        try {
            peer.getInputStream().transferTo(peer.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After the first one to this process. Windows isn't trusted to tell of a target that has ended, which Wine tells. */
    @WindowsOnly
    @Test
    void anExportTakesOneCall() throws Exception {
        Map<String, Long> calls = child.call(() ->
                count((near, far) -> importHere(exportHere(near)).close(), (near, far) -> kept.add(exportHere(near))));
        Map<String, Long> expected = new HashMap<>(Map.of("WSADuplicateSocketW", 1L));
        if (!NativeHandles.onWine()) {
            expected.put("WaitForSingleObject", 1L);
        }
        assertThat(calls).isEqualTo(expected);
        child.call(NativeCallsTest::closeWhatIsKept);
    }

    /** It is made the process's own, and asked whom it is connected to, which only a socket is. */
    @WindowsOnly
    @Test
    void anImportTakesThreeCalls() throws Exception {
        Map<String, Long> calls = child.call(() -> count(
                (near, far) -> kept.add(exportHere(near)), (near, far) -> imported.add(importHere(kept.remove(0)))));
        assertThat(calls).isEqualTo(Map.of("WSASocketW", 1L, "GetHandleInformation", 1L, "getpeername", 1L));
        child.call(NativeCallsTest::closeWhatIsKept);
    }

    /** Used or not, and exported once more or not. */
    @WindowsOnly
    @Test
    void closingAnImportTakesOneCall() throws Exception {
        Map<String, Long> calls = child.call(() -> count(
                (near, far) -> {
                    imported.add(importHere(exportHere(near)));
                    write(far, 1);
                    read(imported.get(0), 1);
                    write(imported.get(0), 1);
                },
                (near, far) -> imported.remove(0).close()));
        assertThat(calls).isEqualTo(Map.of("closesocket", 1L));
    }

    /** In the child. */
    private static final List<byte[]> kept = new ArrayList<>();

    private static final List<SocketChannel> imported = new ArrayList<>();

    private static byte[] exportHere(SocketChannel channel) throws IOException {
        return ShareableChannel.of(channel).exportTo(ProcessHandle.current().pid());
    }

    private static SocketChannel importHere(byte[] token) throws IOException {
        return ShareableChannel.importFrom(token, SocketChannel.class);
    }

    private static int closeWhatIsKept() throws IOException {
        while (!kept.isEmpty()) {
            imported.add(importHere(kept.remove(0)));
        }
        for (SocketChannel channel : imported) {
            channel.close();
        }
        imported.clear();
        return 0;
    }

    private static void gather(SocketChannel near, SocketChannel far) throws IOException {
        near.write(new ByteBuffer[] {ByteBuffer.allocate(1), ByteBuffer.allocateDirect(1)});
    }
}
