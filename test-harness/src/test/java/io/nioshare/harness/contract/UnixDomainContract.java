package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What channels within the host have of their own: addresses that are files, few options, no views. */
@WithinTheHost
abstract class UnixDomainContract extends ContractTest {

    private static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");

    /** As many bytes as the JDK lets a path have. */
    private static final int LONGEST = 106;

    private UnixDomainSocketAddress free() throws IOException {
        return UnixDomainSocketAddress.of(freePath());
    }

    /** A path of this many bytes. */
    private UnixDomainSocketAddress ofLength(int bytes) throws IOException {
        Path folder = freePath().getParent();
        int left = bytes - folder.toString().length() - 1;
        Path path = folder.resolve("x".repeat(left));
        closing(() -> Files.deleteIfExists(path));
        return UnixDomainSocketAddress.of(path);
    }

    private static Path path(SocketAddress address) {
        return ((UnixDomainSocketAddress) address).getPath();
    }

    @Test
    void anUnboundListenerHasNoAddressAndAcceptsNothing() throws IOException {
        ServerSocketChannel listener = openListener();
        assertThat(listener.getLocalAddress()).isNull();
        assertThat(listener.toString()).contains("unbound");
        assertThrown(NotYetBoundException.class, listener::accept);
    }

    @Test
    void aListenerIsAFileThatItsCloseLeaves() throws IOException {
        UnixDomainSocketAddress address = free();
        ServerSocketChannel listener = openListener();
        assertThat(listener.bind(address)).isSameAs(listener);
        assertThat(listener.getLocalAddress()).isEqualTo(address);
        assertThat(address.getPath()).exists();
        assertThrown(AlreadyBoundException.class, () -> listener.bind(free()));
        listener.close();
        assertThat(address.getPath()).exists();
        assertThrown(BindException.class, () -> openListener().bind(address));
        assertThrown(ConnectException.class, () -> open().connect(address));
    }

    @Test
    void aListenerBoundToNoAddressGetsOneOfItsOwn() throws IOException {
        Path first = path(openListener().bind(null).getLocalAddress());
        Path second = path(openListener().bind(null).getLocalAddress());
        try {
            assertThat(first).isAbsolute().exists().isNotEqualTo(second);
            SocketChannel channel = open();
            assertThat(channel.connect(UnixDomainSocketAddress.of(first))).isTrue();
        } finally {
            Files.delete(first);
            Files.delete(second);
        }
    }

    @Test
    void aListenerNeedsAName() throws IOException {
        assertThrown(BindException.class, () -> openListener().bind(UNNAMED));
    }

    @Test
    void aBindThatFailsMayBeTriedAgain() throws IOException {
        SocketAddress taken = listen().getLocalAddress();
        ServerSocketChannel listener = openListener();
        assertThrown(BindException.class, () -> listener.bind(taken));
        assertThrown(SocketException.class, () -> listener.bind(ofLength(200)));
        assertThat(catchThrowable(() ->
                        listener.bind(UnixDomainSocketAddress.of(freePath().resolve("none")))))
                .isInstanceOf(SocketException.class);
        assertThat(listener.getLocalAddress()).isNull();
        assertThat(listener.isOpen()).isTrue();
        UnixDomainSocketAddress address = free();
        assertThat(listener.bind(address).getLocalAddress()).isEqualTo(address);
        assertThrown(BindException.class, () -> open().bind(taken));
    }

    @Test
    void aPathHasALongestLength() throws IOException {
        UnixDomainSocketAddress longest = ofLength(LONGEST);
        ServerSocketChannel listener = openListener().bind(longest);
        assertThat(listener.getLocalAddress()).isEqualTo(longest);
        SocketChannel channel = open();
        assertThat(channel.connect(longest)).isTrue();
        assertThat(closing(listener.accept()).getLocalAddress()).isEqualTo(longest);
        UnixDomainSocketAddress tooLong = ofLength(LONGEST + 1);
        assertThrown(SocketException.class, () -> openListener().bind(tooLong));
        assertThrown(SocketException.class, () -> open().bind(tooLong));
        SocketChannel failed = open();
        assertThrown(SocketException.class, () -> failed.connect(tooLong));
        assertThat(failed.isOpen()).isFalse();
    }

    @Test
    void addressesOfOtherKindsAreRefused() throws IOException {
        InetSocketAddress internet = new InetSocketAddress(LOOPBACK, 1);
        SocketChannel channel = open();
        assertThrown(UnsupportedAddressTypeException.class, () -> channel.bind(internet));
        assertThrown(UnsupportedAddressTypeException.class, () -> channel.connect(internet));
        assertThrown(NullPointerException.class, () -> channel.connect(null));
        assertThrown(UnsupportedAddressTypeException.class, () -> openListener().bind(internet));
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void thereAreNoViews() throws IOException {
        SocketChannel channel = open();
        assertThrown(UnsupportedOperationException.class, channel::socket);
        assertThrown(UnsupportedOperationException.class, openListener()::socket);
        channel.close();
        assertThrown(UnsupportedOperationException.class, channel::socket);
    }

    @Test
    void optionsAreFew() throws IOException {
        SocketChannel channel = open();
        ServerSocketChannel listener = openListener();
        assertThat(channel.supportedOptions())
                .contains(
                        StandardSocketOptions.SO_RCVBUF,
                        StandardSocketOptions.SO_SNDBUF,
                        StandardSocketOptions.SO_LINGER);
        assertThat(listener.supportedOptions()).containsExactly(StandardSocketOptions.SO_RCVBUF);
        for (SocketOption<Boolean> option : List.of(
                StandardSocketOptions.TCP_NODELAY,
                StandardSocketOptions.SO_KEEPALIVE,
                StandardSocketOptions.SO_REUSEADDR,
                StandardSocketOptions.SO_BROADCAST)) {
            assertThat(channel.supportedOptions()).doesNotContain(option);
            assertThrown(UnsupportedOperationException.class, () -> channel.getOption(option));
            assertThrown(UnsupportedOperationException.class, () -> channel.setOption(option, true));
            assertThrown(UnsupportedOperationException.class, () -> listener.getOption(option));
        }
    }

    @Test
    void optionsKeepTheirValues() throws IOException {
        SocketChannel channel = open();
        for (SocketOption<Integer> option : List.of(StandardSocketOptions.SO_RCVBUF, StandardSocketOptions.SO_SNDBUF)) {
            assertThat(channel.setOption(option, 20_000).getOption(option)).isEqualTo(20_000);
            assertThrown(IllegalArgumentException.class, () -> channel.setOption(option, -1));
        }
        SocketOption<Integer> linger = StandardSocketOptions.SO_LINGER;
        assertThat(channel.getOption(linger)).isNegative();
        assertThat(channel.setOption(linger, 5).getOption(linger)).isEqualTo(5);
        assertThat(channel.setOption(linger, -1).getOption(linger)).isNegative();
        SocketOption<Integer> room = StandardSocketOptions.SO_RCVBUF;
        assertThat(openListener().setOption(room, 20_000).getOption(room)).isEqualTo(20_000);
        channel.close();
        assertThrown(ClosedChannelException.class, () -> channel.getOption(linger));
    }

    @Test
    void aClientNeedsNoName() throws IOException {
        ServerSocketChannel listener = listen();
        SocketChannel near = open();
        assertThat(near.getLocalAddress()).isNull();
        assertThat(near.getRemoteAddress()).isNull();
        assertThat(near.toString()).contains("unconnected");
        assertThat(near.connect(listener.getLocalAddress())).isTrue();
        SocketChannel far = closing(listener.accept());
        assertThat(near.getLocalAddress()).isEqualTo(UNNAMED);
        assertThat(near.getRemoteAddress()).isEqualTo(listener.getLocalAddress());
        assertThat(far.getLocalAddress()).isEqualTo(listener.getLocalAddress());
        assertThat(far.getRemoteAddress()).isEqualTo(UNNAMED);
        assertThat(far.toString()).contains("connected").doesNotContain("unconnected");
        near.close();
        assertThat(near.toString()).contains("closed");
        assertThrown(ClosedChannelException.class, near::getRemoteAddress);
    }

    @Test
    void aClientMayHaveAName() throws IOException {
        ServerSocketChannel listener = listen();
        UnixDomainSocketAddress name = free();
        SocketChannel near = open().bind(name);
        assertThat(near.getLocalAddress()).isEqualTo(name);
        assertThrown(AlreadyBoundException.class, () -> near.bind(free()));
        near.connect(listener.getLocalAddress());
        assertThat(near.getLocalAddress()).isEqualTo(name);
        assertThat(closing(listener.accept()).getRemoteAddress()).isEqualTo(name);
    }

    @Test
    void boundToNoNameIsBoundAllTheSame() throws IOException {
        SocketChannel channel = open().bind(null);
        assertThat(channel.getLocalAddress()).isEqualTo(UNNAMED);
        assertThrown(AlreadyBoundException.class, () -> channel.bind(free()));
        assertThat(open().bind(UNNAMED).getLocalAddress()).isEqualTo(UNNAMED);
        assertThat(channel.connect(listen().getLocalAddress())).isTrue();
        assertThat(channel.getLocalAddress()).isEqualTo(UNNAMED);
    }

    @Test
    void aConnectedChannelIsConnectedOnce() throws IOException {
        ServerSocketChannel listener = listen();
        SocketChannel channel = connect(listener).near();
        assertThrown(AlreadyConnectedException.class, () -> channel.connect(listener.getLocalAddress()));
        assertThrown(AlreadyBoundException.class, () -> channel.bind(null));
        assertThat(channel.finishConnect()).isTrue();
        assertThrown(NoConnectionPendingException.class, open()::finishConnect);
    }

    @Test
    void aConnectThatFailsClosesTheChannel() throws IOException {
        UnixDomainSocketAddress nobody = free();
        for (SocketChannel channel : List.of(open(), openNonBlocking())) {
            assertThat(catchThrowable(() -> channel.connect(nobody))).isInstanceOf(SocketException.class);
            assertThat(channel.isOpen()).isFalse();
        }
        Files.createFile(nobody.getPath());
        SocketChannel channel = open();
        assertThat(catchThrowable(() -> channel.connect(nobody))).isInstanceOf(ConnectException.class);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theExceptionsOfLinux() throws IOException {
        assertThrown(SocketException.class, () -> open().connect(free()));
        assertThrown(ConnectException.class, () -> open().connect(UNNAMED));
        UnixDomainSocketAddress nowhere = UnixDomainSocketAddress.of(freePath().resolve("none"));
        assertThrown(SocketException.class, () -> openListener().bind(nowhere));
    }

    @Test
    void aPathMayBeRelative() throws IOException {
        Path relative = Path.of("").toAbsolutePath().relativize(freePath());
        assumeTrue(relative.toString().length() <= LONGEST, "this folder is too far from the temporary one");
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(relative);
        ServerSocketChannel listener = openListener().bind(address);
        assertThat(listener.getLocalAddress()).isEqualTo(address);
        SocketChannel channel = open();
        assertThat(channel.connect(address)).isTrue();
        assertThat(channel.getRemoteAddress()).isEqualTo(address);
    }

    @Test
    void aPathMayHaveAnyCharacters() throws IOException {
        String name = "s\u00e9 \u20ac";
        Charset files = Charset.forName(System.getProperty("sun.jnu.encoding"));
        assumeTrue(files.newEncoder().canEncode(name), "files have no such names here");
        Path path = freePath().resolveSibling(name);
        closing(() -> Files.deleteIfExists(path));
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        ServerSocketChannel listener = openListener().bind(address);
        assertThat(path).exists();
        assertThat(listener.getLocalAddress()).isEqualTo(address);
        assertThat(connect(listener).far().getLocalAddress()).isEqualTo(address);
    }

    /** A listener whose backlog has no more room. */
    private ServerSocketChannel crowded() throws IOException {
        ServerSocketChannel listener = openListener().bind(freeAddress(), 1);
        for (int i = 0; i < 10; i++) {
            SocketChannel channel = openNonBlocking();
            Throwable full = catchThrowable(() -> channel.connect(listener.getLocalAddress()));
            if (full != null) {
                assertThat(full).isExactlyInstanceOf(SocketException.class);
                assertThat(channel.isOpen()).isFalse();
                return listener;
            }
        }
        throw new AssertionError("the backlog has no end");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aBlockingConnectWaitsForRoomInTheBacklog() throws Exception {
        ServerSocketChannel listener = crowded();
        SocketAddress address = listener.getLocalAddress();
        List<SocketChannel> channels = new ArrayList<>();
        List<Background<Boolean>> connects = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            SocketChannel channel = open();
            channels.add(channel);
            connects.add(background(() -> channel.connect(address)).awaitBlocked());
            assertThat(channel.isConnectionPending()).isTrue();
        }
        while (!connects.stream().allMatch(Background::isDone)) {
            SocketChannel accepted = nonBlocking(listener).accept();
            if (accepted != null) {
                closing(accepted);
            }
        }
        for (int i = 0; i < 3; i++) {
            assertThat(connects.get(i).get()).isTrue();
            assertThat(channels.get(i).isConnected()).isTrue();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void closeEndsAConnectThatWaitsForRoom() throws Exception {
        SocketAddress address = crowded().getLocalAddress();
        SocketChannel channel = open();
        Background<Boolean> blocked = background(() -> channel.connect(address)).awaitBlocked();
        channel.close();
        assertThat(blocked.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
        assertThat(blocked.endedInterrupted()).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void interruptEndsAConnectThatWaitsForRoom() throws Exception {
        SocketAddress address = crowded().getLocalAddress();
        SocketChannel channel = open();
        Background<Boolean> blocked = background(() -> channel.connect(address)).awaitBlocked();
        blocked.thread().interrupt();
        assertThat(blocked.thrown()).isExactlyInstanceOf(ClosedByInterruptException.class);
        assertThat(blocked.endedInterrupted()).isTrue();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aListenerThatClosesResetsWhoeverWaits() throws IOException {
        ServerSocketChannel listener = listen();
        SocketChannel channel = open();
        channel.connect(listener.getLocalAddress());
        listener.close();
        assertThat(catchThrowable(() -> channel.read(ByteBuffer.allocate(1)))).isInstanceOf(SocketException.class);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatThePeerLeftUnreadIsAResetForEver() throws IOException {
        Pair pair = connect();
        pair.near().write(bytes("unread"));
        pair.far().write(bytes("last"));
        pair.far().close();
        assertThat(readText(pair.near(), 4)).isEqualTo("last");
        for (int i = 0; i < 3; i++) {
            assertThat(catchThrowable(() -> pair.near().read(ByteBuffer.allocate(1))))
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void aPeerThatHasGoneIsToldOfByWrites() throws IOException {
        Pair pair = connect();
        SocketAddress peer = pair.near().getRemoteAddress();
        pair.far().close();
        assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(catchThrowable(() -> {
                    for (int i = 0; i < 10; i++) {
                        pair.near().write(bytes("nobody"));
                    }
                }))
                .isInstanceOf(IOException.class);
        assertThat(pair.near().getRemoteAddress()).isEqualTo(peer);
    }
}
