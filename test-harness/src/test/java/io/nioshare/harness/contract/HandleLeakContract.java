package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;

/** A process has as many handles, or descriptors, after a channel's life as before, whatever became of the channel. */
@Tag("slow")
abstract class HandleLeakContract extends ContractTest {

    private static final int CYCLES = 300;

    /** What threads of the JVM may open meanwhile. */
    private static final int SLACK = 20;

    private static final Pointer THIS_PROCESS = Pointer.createConstant(-1);

    /** Something that opens and closes. */
    private interface Cycle {
        void run() throws IOException;
    }

    private static int handles() {
        return OS.LINUX.isCurrentOs() ? descriptorsOfLinux() : handlesOfWindows();
    }

    private static int descriptorsOfLinux() {
        String[] descriptors = new File("/proc/self/fd").list();
        assertThat(descriptors).isNotNull();
        return descriptors.length;
    }

    private static int handlesOfWindows() {
        Function count = NativeLibrary.getInstance("kernel32").getFunction("GetProcessHandleCount");
        IntByReference handles = new IntByReference();
        assertThat(count.invokeInt(new Object[] {THIS_PROCESS, handles})).isNotZero();
        return handles.getValue();
    }

    private static void assertNothingLeft(Cycle cycle) throws IOException {
        for (int i = 0; i < 20; i++) {
            cycle.run();
        }
        int before = handles();
        for (int i = 0; i < CYCLES; i++) {
            cycle.run();
        }
        assertThat(handles() - before)
                .as("handles left behind by %s cycles", CYCLES)
                .isLessThan(SLACK);
    }

    @Test
    void connectionsLeaveNothing() throws IOException {
        ServerSocketChannel listener = listen();
        assertNothingLeft(() -> {
            try (SocketChannel near = subject.provider().openSocketChannel()) {
                near.connect(listener.getLocalAddress());
                try (SocketChannel far = listener.accept()) {
                    far.write(bytes("x"));
                    near.read(ByteBuffer.allocate(1));
                }
            }
        });
    }

    @Test
    void channelsThatWereOnlyOpenedLeaveNothing() throws IOException {
        assertNothingLeft(() -> {
            subject.provider().openSocketChannel().close();
            subject.provider().openServerSocketChannel().close();
        });
    }

    @Test
    void refusedConnectsLeaveNothing() throws IOException {
        InetSocketAddress nobody = refusing();
        assertNothingLeft(() -> {
            SocketChannel channel = subject.provider().openSocketChannel();
            assertThrown(ConnectException.class, () -> channel.connect(nobody));
            assertThat(channel.isOpen()).isFalse();
        });
    }

    @Test
    void failedBindsLeaveNothing() throws IOException {
        ServerSocketChannel listener = listen();
        assertNothingLeft(() -> {
            try (ServerSocketChannel second = subject.provider().openServerSocketChannel()) {
                assertThrown(java.net.BindException.class, () -> second.bind(listener.getLocalAddress()));
            }
        });
    }

    @Test
    void acceptsOfNobodyLeaveNothing() throws IOException {
        ServerSocketChannel listener = nonBlocking(listen());
        assertNothingLeft(() -> assertThat(listener.accept()).isNull());
    }

    @Test
    void registeredChannelsLeaveNothing() throws IOException {
        ServerSocketChannel listener = listen();
        Selector selector = openSelector();
        assertNothingLeft(() -> {
            try (SocketChannel near = subject.provider().openSocketChannel()) {
                near.connect(listener.getLocalAddress());
                nonBlocking(near).register(selector, SelectionKey.OP_READ);
                selector.selectNow();
                listener.accept().close();
            }
            selector.selectNow();
        });
    }

    @Test
    void selectorsLeaveNothing() throws IOException {
        Pair pair = connect();
        nonBlocking(pair.near());
        assertNothingLeft(() -> {
            try (Selector selector = subject.provider().openSelector()) {
                SelectionKey key = pair.near().register(selector, SelectionKey.OP_READ);
                selector.selectNow();
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                selector.select();
            }
        });
    }
}
