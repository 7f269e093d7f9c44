package io.nioshare.provider.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.os.ListenerBusyException;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsSocketType;
import io.nioshare.provider.os.OsStatus;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sockets of the family AF_UNIX. */
@EnabledOnOs(OS.LINUX)
@Timeout(30)
class UnixSocketTest {

    private static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");

    private final SocketFixture fixture = new SocketFixture();

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private LinuxSocket open() throws IOException {
        return fixture.closing(fixture.sockets.open(OsSocketType.STREAM, StandardProtocolFamily.UNIX));
    }

    private LinuxSocket listener(int backlog) throws IOException {
        return fixture.unixListener(folder.resolve("listener"), backlog);
    }

    /** A program that listens may become this one by {@code exec}, with the same process id. */
    @Test
    void aListenerOfThisProcessMayHaveBeenInherited() throws IOException {
        LinuxSocket listener = listener(5);
        LinuxSocket near = open();
        near.connect(listener.localAddress());
        assertThat(fixture.sockets.takeOver(listener.descriptor()))
                .as("closed at exec")
                .isNull();
        assertThat(Libc.fcntl(listener.descriptor(), Libc.F_SETFD, 0)).isZero();
        assertThat(Libc.fcntl(near.descriptor(), Libc.F_SETFD, 0)).isZero();
        assertThat(fixture.sockets.takeOver(listener.descriptor()).isListening())
                .isTrue();
        assertThat(fixture.sockets.takeOver(listener.descriptor()))
                .as("taken over before")
                .isNull();
        assertThat(fixture.sockets.takeOver(near.descriptor())).as("its own").isNull();
    }

    @Test
    void addresses() throws IOException {
        LinuxSocket listener = listener(5);
        LinuxSocket near = open();
        assertThat(near.localAddress()).isNull();
        assertThat(near.remoteAddress()).isNull();
        assertThat(near.connect(listener.localAddress())).isTrue();
        OsSocket far = fixture.closing(fixture.operation(listener).accept(OsStatus.FOREVER));
        assertThat(near.localAddress()).isEqualTo(UNNAMED);
        assertThat(near.remoteAddress()).isEqualTo(listener.localAddress());
        assertThat(far.localAddress()).isEqualTo(listener.localAddress());
        assertThat(far.remoteAddress()).isEqualTo(UNNAMED);
        assertThat(listener.remoteAddress()).isNull();
    }

    @Test
    void aFullBacklogIsBusyAndLeavesTheSocketAsItWas() throws IOException {
        LinuxSocket listener = listener(0);
        assertThat(open().connect(listener.localAddress())).isTrue();
        LinuxSocket late = open();
        assertThatThrownBy(() -> late.connect(listener.localAddress()))
                .isInstanceOf(ListenerBusyException.class)
                .hasMessageContaining("EAGAIN");
        fixture.closing(fixture.operation(listener).accept(OsStatus.FOREVER));
        assertThat(late.connect(listener.localAddress())).isTrue();
    }

    @Test
    void aNameInTheAbstractNamespaceIsBoundWithoutAName() throws IOException {
        LinuxSocket listener = fixture.closing(fixture.sockets.openListener(StandardProtocolFamily.UNIX));
        byte[] name = ("\0nioshare-test-" + folder.getFileName()).getBytes();
        OffHeapBlock address = new OffHeapBlock(NativeMemory.INSTANCE, UnixAddressCodec.MAX_BYTES);
        address.view().putShort(0, (short) Libc.AF_UNIX).put(2, name);
        assertThat(Libc.bind(listener.descriptor(), address.address(), 2 + name.length))
                .isZero();
        listener.listen(5);
        assertThat(listener.localAddress()).isEqualTo(UNNAMED);
        LinuxSocket near = open();
        assertThat(Libc.connect(near.descriptor(), address.address(), 2 + name.length))
                .isZero();
        address.free();
        assertThat(near.remoteAddress()).isEqualTo(UNNAMED);
        assertThat(fixture.operation(listener).accept(OsStatus.FOREVER).localAddress())
                .isEqualTo(UNNAMED);
    }

    @Test
    void adoptsStreamsAndNothingElse() throws IOException {
        LinuxSocket listener = listener(5);
        LinuxSocket near = open();
        near.connect(listener.localAddress());
        LinuxSocket adopted = fixture.sockets.adopt(near.descriptor(), null);
        assertThat(adopted.family()).isEqualTo(StandardProtocolFamily.UNIX);
        assertThat(adopted.type()).isEqualTo(OsSocketType.STREAM);
        assertThat(adopted.remoteAddress()).isEqualTo(listener.localAddress());
        assertThat(fixture.sockets.adopt(listener.descriptor(), null).isListening())
                .isTrue();
        for (int type : new int[] {Libc.SOCK_DGRAM, Libc.SOCK_SEQPACKET}) {
            int other = Libc.socket(Libc.AF_UNIX, type | Libc.SOCK_CLOEXEC, 0);
            assertThat(fixture.sockets.adopt(other, null)).isNull();
            Libc.close(other);
        }
    }
}
