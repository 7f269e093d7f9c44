package io.nioshare.harness.refusals;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ScatteringByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;

/** Calls that several kinds of channels have. */
final class ChannelCalls {

    private ChannelCalls() {}

    private static ByteBuffer[] buffers(ByteBuffer... buffers) {
        return buffers;
    }

    private static ByteBuffer one() {
        return ByteBuffer.allocate(1);
    }

    static <C extends ScatteringByteChannel> void reads(Calls<C> calls) {
        calls.call("read(null)", c -> c.read((ByteBuffer) null))
                .call("read(read-only)", c -> c.read(one().asReadOnlyBuffer()))
                .call("read(no room)", c -> c.read(ByteBuffer.allocate(0)))
                .call("read(null array)", c -> c.read((ByteBuffer[]) null))
                .call("read(null array, 0, 0)", c -> c.read(null, 0, 0))
                .call("read(array of null)", c -> c.read(buffers((ByteBuffer) null)))
                .call("read(array of null, 0, 0)", c -> c.read(buffers((ByteBuffer) null), 0, 0))
                .call("read(array with a null behind)", c -> c.read(buffers(ByteBuffer.allocate(0), null)))
                .call("read(empty array)", c -> c.read(buffers()))
                .call("read(array of no room)", c -> c.read(buffers(ByteBuffer.allocate(0))))
                .call("read(array of read-only)", c -> c.read(buffers(one().asReadOnlyBuffer())))
                .call("read(array with read-only behind)", c -> c.read(buffers(one(), one().asReadOnlyBuffer())))
                .call("read(array, -1, 1)", c -> c.read(buffers(one()), -1, 1))
                .call("read(array, 0, -1)", c -> c.read(buffers(one()), 0, -1))
                .call("read(array, 0, too many)", c -> c.read(buffers(one()), 0, 2))
                .call("read(array, behind, 0)", c -> c.read(buffers(one()), 2, 0))
                .call("read(array, end, 0)", c -> c.read(buffers(one()), 1, 0));
    }

    static <C extends GatheringByteChannel> void writes(Calls<C> calls) {
        calls.call("write(null)", c -> c.write((ByteBuffer) null))
                .call("write(read-only)", c -> c.write(one().asReadOnlyBuffer()))
                .call("write(nothing)", c -> c.write(ByteBuffer.allocate(0)))
                .call("write(null array)", c -> c.write((ByteBuffer[]) null))
                .call("write(null array, 0, 0)", c -> c.write(null, 0, 0))
                .call("write(array of null)", c -> c.write(buffers((ByteBuffer) null)))
                .call("write(array of null, 0, 0)", c -> c.write(buffers((ByteBuffer) null), 0, 0))
                .call("write(array with a null behind)", c -> c.write(buffers(one(), null)))
                .call("write(empty array)", c -> c.write(buffers()))
                .call("write(array of nothing)", c -> c.write(buffers(ByteBuffer.allocate(0))))
                .call("write(array, -1, 1)", c -> c.write(buffers(one()), -1, 1))
                .call("write(array, 0, -1)", c -> c.write(buffers(one()), 0, -1))
                .call("write(array, 0, too many)", c -> c.write(buffers(one()), 0, 2))
                .call("write(array, behind, 0)", c -> c.write(buffers(one()), 2, 0))
                .call("write(array, end, 0)", c -> c.write(buffers(one()), 1, 0));
    }

    static <C extends SelectableChannel> void selection(Calls<C> calls) {
        calls.call("configureBlocking(true)", c -> c.configureBlocking(true))
                .call("configureBlocking(false)", c -> c.configureBlocking(false))
                .call("isBlocking", SelectableChannel::isBlocking)
                .call("isRegistered", SelectableChannel::isRegistered)
                .call("validOps", SelectableChannel::validOps)
                .call("keyFor(null)", c -> c.keyFor(null))
                .call("register(null, 0)", c -> c.register(null, 0))
                .call("register(null, wrong)", c -> c.register(null, 1 << 10))
                .call("register(selector, 0)", c -> register(c, c.provider().openSelector(), 0))
                .call("register(selector, wrong)", c -> register(c, c.provider().openSelector(), ~c.validOps()))
                .call("register(closed selector, 0)", c -> {
                    Selector selector = c.provider().openSelector();
                    selector.close();
                    return c.register(selector, 0);
                })
                .action("close", SelectableChannel::close);
    }

    private static Object register(SelectableChannel channel, Selector selector, int operations) throws Exception {
        try (selector) {
            return channel.register(selector, operations);
        }
    }

    @SuppressWarnings("unchecked")
    private static SocketOption<Object> untyped(SocketOption<?> option) {
        return (SocketOption<Object>) option;
    }

    static <C extends NetworkChannel> void options(Calls<C> calls) {
        calls.call("getOption(null)", c -> c.getOption(null))
                .call("setOption(null, null)", c -> c.setOption(null, null))
                .call("getOption(unknown)", c -> c.getOption(unknown()))
                .call("setOption(unknown, 1)", c -> c.setOption(unknown(), 1))
                .call("setOption(unknown, null)", c -> c.setOption(unknown(), null))
                .call("setOption(SO_RCVBUF, null)", c -> c.setOption(StandardSocketOptions.SO_RCVBUF, null))
                .call("setOption(SO_RCVBUF, -1)", c -> c.setOption(StandardSocketOptions.SO_RCVBUF, -1))
                .call("setOption(SO_RCVBUF, a text)", c -> c.setOption(untyped(StandardSocketOptions.SO_RCVBUF), "x"))
                .call(
                        "setOption(SO_REUSEADDR, a number)",
                        c -> c.setOption(untyped(StandardSocketOptions.SO_REUSEADDR), 1))
                .call("setOption(SO_SNDBUF, -1)", c -> c.setOption(StandardSocketOptions.SO_SNDBUF, -1))
                .call("setOption(SO_LINGER, -7)", c -> c.setOption(StandardSocketOptions.SO_LINGER, -7))
                .call("setOption(SO_LINGER, 70000)", c -> c.setOption(StandardSocketOptions.SO_LINGER, 70_000))
                .call("setOption(IP_TOS, -1)", c -> c.setOption(StandardSocketOptions.IP_TOS, -1))
                .call("setOption(IP_TOS, 256)", c -> c.setOption(StandardSocketOptions.IP_TOS, 256))
                .call("setOption(TTL, -1)", c -> c.setOption(StandardSocketOptions.IP_MULTICAST_TTL, -1))
                .call("setOption(TTL, 256)", c -> c.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 256))
                .call("getOption(TTL)", c -> c.getOption(StandardSocketOptions.IP_MULTICAST_TTL))
                .call("setOption(IP_MULTICAST_IF, null)", c -> c.setOption(StandardSocketOptions.IP_MULTICAST_IF, null))
                .call("getOption(IP_MULTICAST_IF)", c -> c.getOption(StandardSocketOptions.IP_MULTICAST_IF))
                .call("getOption(SO_LINGER)", c -> c.getOption(StandardSocketOptions.SO_LINGER))
                .call("getOption(SO_REUSEADDR)", c -> c.getOption(StandardSocketOptions.SO_REUSEADDR))
                .call("getOption(TCP_NODELAY)", c -> c.getOption(StandardSocketOptions.TCP_NODELAY))
                .call("getLocalAddress", NetworkChannel::getLocalAddress)
                .call("bind(null)", c -> c.bind(null))
                .call("bind(any port)", c -> c.bind(Scene.ANY_PORT))
                .call("bind(a foreign address)", c -> c.bind(Scene.FOREIGN))
                .call("bind(unresolved)", c -> c.bind(Scene.UNRESOLVED))
                .call("bind(somewhere else)", c -> c.bind(elsewhere()));
    }

    private static SocketOption<Integer> unknown() {
        return new SocketOption<>() {
            @Override
            public String name() {
                return "unknown";
            }

            @Override
            public Class<Integer> type() {
                return Integer.class;
            }
        };
    }

    /** An address that is reserved for documentation, so not this host's. */
    private static java.net.InetSocketAddress elsewhere() throws Exception {
        return new java.net.InetSocketAddress(java.net.InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 0);
    }
}
