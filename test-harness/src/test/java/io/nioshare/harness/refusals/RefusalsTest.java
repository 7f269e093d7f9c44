package io.nioshare.harness.refusals;

import static io.nioshare.harness.refusals.Scene.closed;
import static io.nioshare.harness.refusals.Scene.nonBlocking;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The channels, selectors and keys themselves. */
@EnabledOnOs(
        value = {OS.WINDOWS, OS.LINUX},
        disabledReason = "the provider has no backend for this system yet")
class RefusalsTest {

    @TestFactory
    Stream<DynamicTest> socketChannels() {
        Calls<SocketChannel> calls = new Calls<SocketChannel>()
                .state("new", Scene::open)
                .state("new, non-blocking", s -> nonBlocking(s.open()))
                .state("new, of IPv4", s -> s.closing(s.provider.openSocketChannel(StandardProtocolFamily.INET)))
                .state("bound", s -> s.open().bind(Scene.ANY_PORT))
                .state("connected", Scene::connected)
                .state("connected, non-blocking", s -> nonBlocking(s.connected()))
                .state("input shut down", s -> s.connected().shutdownInput())
                .state("output shut down", s -> s.connected().shutdownOutput())
                .state("closed", s -> closed(s.open()))
                .state("closed after a bind", s -> closed(s.open().bind(Scene.ANY_PORT)))
                .state("closed after a connection", s -> closed(s.connected()));
        ChannelCalls.reads(calls);
        ChannelCalls.writes(calls);
        ChannelCalls.selection(calls);
        ChannelCalls.options(calls);
        calls.call("connect(null)", c -> c.connect(null))
                .call("connect(a foreign address)", c -> c.connect(Scene.FOREIGN))
                .call("connect(unresolved)", c -> c.connect(Scene.UNRESOLVED))
                .call("connect(port 0)", c -> c.connect(Scene.ANY_PORT))
                .call("connect(IPv6)", c -> c.connect(new InetSocketAddress(InetAddress.getByName("::1"), 0)))
                .call("finishConnect", SocketChannel::finishConnect)
                .call("isConnected", SocketChannel::isConnected)
                .call("isConnectionPending", SocketChannel::isConnectionPending)
                .call("getRemoteAddress", SocketChannel::getRemoteAddress)
                .call("shutdownInput", SocketChannel::shutdownInput)
                .call("shutdownOutput", SocketChannel::shutdownOutput);
        return calls.tests();
    }

    @TestFactory
    Stream<DynamicTest> serverSocketChannels() {
        Calls<ServerSocketChannel> calls = new Calls<ServerSocketChannel>()
                .state("new", s -> s.closing(s.provider.openServerSocketChannel()))
                .state("new, non-blocking", s -> nonBlocking(s.closing(s.provider.openServerSocketChannel())))
                .state("listening, non-blocking", s -> nonBlocking(s.listen()))
                .state("closed", s -> closed(s.provider.openServerSocketChannel()))
                .state("closed after listening", s -> closed(s.listen()));
        ChannelCalls.selection(calls);
        ChannelCalls.options(calls);
        calls.call("bind(any port, -1)", c -> c.bind(Scene.ANY_PORT, -1))
                .call("bind(null, 0)", c -> c.bind(null, 0))
                .call("accept", ServerSocketChannel::accept);
        return calls.tests();
    }

    @TestFactory
    Stream<DynamicTest> datagramChannels() {
        Calls<DatagramChannel> calls = new Calls<DatagramChannel>()
                .state("new", Scene::datagram)
                .state("new, of IPv4", s -> s.closing(s.provider.openDatagramChannel(StandardProtocolFamily.INET)))
                .state("bound, non-blocking", s -> nonBlocking(s.boundDatagram()))
                .state("connected", Scene::connectedDatagram)
                .state("connected, non-blocking", s -> nonBlocking(s.connectedDatagram()))
                .state("closed", s -> closed(s.datagram()))
                .state("closed after a bind", s -> closed(s.boundDatagram()))
                .state("closed after a connect", s -> closed(s.connectedDatagram()));
        ChannelCalls.reads(calls);
        ChannelCalls.writes(calls);
        ChannelCalls.selection(calls);
        ChannelCalls.options(calls);
        ByteBuffer one = ByteBuffer.allocate(1);
        calls.call("connect(null)", c -> c.connect(null))
                .call("connect(a foreign address)", c -> c.connect(Scene.FOREIGN))
                .call("connect(unresolved)", c -> c.connect(Scene.UNRESOLVED))
                .call("connect(port 0)", c -> c.connect(Scene.ANY_PORT))
                .call("connect(IPv6)", c -> c.connect(new InetSocketAddress(InetAddress.getByName("::1"), 7)))
                .call("connect(port 7)", c -> c.connect(Scene.nobody()))
                .call("disconnect", DatagramChannel::disconnect)
                .call("isConnected", DatagramChannel::isConnected)
                .call("getRemoteAddress", DatagramChannel::getRemoteAddress)
                .call("send(null, null)", c -> c.send(null, null))
                .call("send(one, null)", c -> c.send(one.duplicate(), null))
                .call("send(null, port 7)", c -> c.send(null, Scene.nobody()))
                .call("send(one, a foreign address)", c -> c.send(one.duplicate(), Scene.FOREIGN))
                .call("send(one, unresolved)", c -> c.send(one.duplicate(), Scene.UNRESOLVED))
                .call("send(one, port 0)", c -> c.send(one.duplicate(), Scene.ANY_PORT))
                .call("send(one, port 7)", c -> c.send(one.duplicate(), Scene.nobody()))
                .call(
                        "send(one, IPv6)",
                        c -> c.send(one.duplicate(), new InetSocketAddress(InetAddress.getByName("::1"), 7)))
                .call("send(too much)", c -> c.send(ByteBuffer.allocate(70_000), Scene.nobody()))
                .call("receive(null)", c -> c.receive(null))
                .call("receive(read-only)", c -> c.receive(one.asReadOnlyBuffer()))
                .call("join(null, null)", c -> c.join(null, null))
                .call("join(group, null)", c -> c.join(group(), null))
                .call("join(no group)", c -> c.join(Scene.LOOPBACK, Scene.loopbackInterface()))
                .call("join(group, null source)", c -> c.join(group(), Scene.loopbackInterface(), null))
                .call("join(group, source is a group)", c -> c.join(group(), Scene.loopbackInterface(), group()))
                .call(
                        "join(group, source of another kind)",
                        c -> c.join(group(), Scene.loopbackInterface(), InetAddress.getByName("::1")))
                .call(
                        "join(group, wildcard source)",
                        c -> c.join(group(), Scene.loopbackInterface(), InetAddress.getByName("0.0.0.0")));
        String fails = "the JDK's disconnect ends in a failing bind on Wine; the contract has ours";
        return calls.differs("connected", "disconnect", fails)
                .differs("connected, non-blocking", "disconnect", fails)
                .tests();
    }

    private static InetAddress group() throws Exception {
        return InetAddress.getByName("239.7.8.9");
    }

    @TestFactory
    Stream<DynamicTest> membershipKeys() {
        Calls<MembershipKey> calls = new Calls<MembershipKey>()
                .state("valid", RefusalsTest::member)
                .state("dropped", s -> {
                    MembershipKey key = member(s);
                    key.drop();
                    return key;
                })
                .state("of a closed channel", s -> {
                    MembershipKey key = member(s);
                    key.channel().close();
                    return key;
                });
        calls.call("isValid", MembershipKey::isValid)
                .action("drop", MembershipKey::drop)
                .call("block(null)", k -> k.block(null))
                .call("block(a group)", k -> k.block(group()))
                .call("block(another kind)", k -> k.block(InetAddress.getByName("::1")))
                .call("block(the wildcard)", k -> k.block(InetAddress.getByName("0.0.0.0")))
                .call("unblock(null)", k -> k.unblock(null))
                .call("unblock(not blocked)", k -> k.unblock(Scene.LOOPBACK))
                .call("sourceAddress", MembershipKey::sourceAddress)
                .call("group", k -> k.group().getHostAddress())
                .call("networkInterface", k -> k.networkInterface().equals(Scene.loopbackInterface()))
                .call("channel", k -> k.channel() != null);
        return calls.tests();
    }

    private static MembershipKey member(Scene scene) throws Exception {
        DatagramChannel channel = scene.closing(scene.provider.openDatagramChannel(StandardProtocolFamily.INET));
        return channel.join(group(), Scene.loopbackInterface());
    }

    @TestFactory
    Stream<DynamicTest> pipeSources() {
        Calls<Pipe.SourceChannel> calls = new Calls<Pipe.SourceChannel>()
                .state("open", s -> filled(s).source())
                .state("non-blocking", s -> nonBlocking(filled(s).source()))
                .state("closed", s -> closed(filled(s).source()));
        ChannelCalls.reads(calls);
        ChannelCalls.selection(calls);
        return calls.tests();
    }

    @TestFactory
    Stream<DynamicTest> pipeSinks() {
        Calls<Pipe.SinkChannel> calls = new Calls<Pipe.SinkChannel>()
                .state("open", s -> filled(s).sink())
                .state("non-blocking", s -> nonBlocking(filled(s).sink()))
                .state("closed", s -> closed(filled(s).sink()))
                .state("without a source", s -> {
                    Pipe pipe = filled(s);
                    pipe.source().close();
                    return pipe.sink();
                });
        ChannelCalls.writes(calls);
        ChannelCalls.selection(calls);
        String reset = "our pipe is a connection, which is reset: a SocketException";
        return calls.differs("without a source", "write(read-only)", reset)
                .differs("without a source", "write(array with a null behind)", reset)
                .tests();
    }

    private static Pipe filled(Scene scene) throws Exception {
        Pipe pipe = scene.provider.openPipe();
        scene.closing(pipe.source());
        scene.closing(pipe.sink()).write(ByteBuffer.allocate(3));
        return pipe;
    }

    @TestFactory
    Stream<DynamicTest> selectors() {
        Calls<Selector> calls = new Calls<Selector>()
                .state("open", s -> s.closing(s.provider.openSelector()))
                .state("closed", s -> closed(s.provider.openSelector()));
        calls.call("isOpen", Selector::isOpen)
                .call("keys", Selector::keys)
                .call("selectedKeys", Selector::selectedKeys)
                .call("selectNow", Selector::selectNow)
                .call("select(-1)", s -> s.select(-1))
                .call("select(1)", s -> s.select(1))
                .call("select(null)", s -> s.select(null))
                .call("select(null, 1)", s -> s.select(null, 1))
                .call("select(null, -1)", s -> s.select(null, -1))
                .call("select(action, -1)", s -> s.select(key -> {}, -1))
                .call("selectNow(null)", s -> s.selectNow(null))
                .call("selectNow(action)", s -> s.selectNow(key -> {}))
                .call("wakeup", Selector::wakeup)
                .call("keys().add", s -> s.keys().add(null))
                .call("keys().remove", s -> s.keys().remove(null))
                .action("keys().clear", s -> s.keys().clear())
                .call("selectedKeys().add", s -> s.selectedKeys().add(null))
                .call("selectedKeys().remove", s -> s.selectedKeys().remove(null))
                .action("selectedKeys().clear", s -> s.selectedKeys().clear())
                .call("selectedKeys().addAll", s -> s.selectedKeys().addAll(java.util.List.of()))
                .action("close", Selector::close);
        return calls.tests();
    }

    @TestFactory
    Stream<DynamicTest> selectionKeys() {
        Calls<SelectionKey> calls = new Calls<SelectionKey>()
                .state("valid", RefusalsTest::key)
                .state("cancelled", s -> {
                    SelectionKey key = key(s);
                    key.cancel();
                    return key;
                })
                .state("flushed", s -> {
                    SelectionKey key = key(s);
                    key.cancel();
                    key.selector().selectNow();
                    return key;
                })
                .state("of a closed channel", s -> {
                    SelectionKey key = key(s);
                    key.channel().close();
                    return key;
                })
                .state("of a closed selector", s -> {
                    SelectionKey key = key(s);
                    key.selector().close();
                    return key;
                });
        calls.call("isValid", SelectionKey::isValid)
                .action("cancel", SelectionKey::cancel)
                .call("interestOps", SelectionKey::interestOps)
                .call("readyOps", SelectionKey::readyOps)
                .call("interestOps(0)", k -> k.interestOps(0))
                .call("interestOps(wrong)", k -> k.interestOps(SelectionKey.OP_ACCEPT))
                .call("interestOpsOr(write)", k -> k.interestOpsOr(SelectionKey.OP_WRITE))
                .call("interestOpsOr(wrong)", k -> k.interestOpsOr(SelectionKey.OP_ACCEPT))
                .call("interestOpsAnd(0)", k -> k.interestOpsAnd(0))
                .call("interestOpsAnd(wrong)", k -> k.interestOpsAnd(~0))
                .call("isReadable", SelectionKey::isReadable)
                .call("isAcceptable", SelectionKey::isAcceptable)
                .call("attach", k -> k.attach("x"))
                .call("attachment", SelectionKey::attachment)
                .call("channel", k -> k.channel().isOpen())
                .call("selector", k -> k.selector().isOpen())
                .call("keyFor", k -> k.channel().keyFor(k.selector()))
                .call("register again", k -> k.channel().register(k.selector(), SelectionKey.OP_WRITE, "y"))
                .call("configureBlocking(true)", k -> k.channel().configureBlocking(true))
                .call("isRegistered", k -> k.channel().isRegistered());
        return calls.tests();
    }

    private static SelectionKey key(Scene scene) throws Exception {
        Selector selector = scene.closing(scene.provider.openSelector());
        return nonBlocking(scene.connected()).register(selector, SelectionKey.OP_READ, "z");
    }

    @TestFactory
    Stream<DynamicTest> providers() {
        ProtocolFamily unknown = () -> "unknown";
        Calls<SelectorProvider> calls = new Calls<SelectorProvider>().state("any", s -> s.provider);
        calls.call("openSocketChannel(null)", p -> p.openSocketChannel(null))
                .call("openSocketChannel(unknown)", p -> p.openSocketChannel(unknown))
                .call("openServerSocketChannel(null)", p -> p.openServerSocketChannel(null))
                .call("openServerSocketChannel(unknown)", p -> p.openServerSocketChannel(unknown))
                .call("openDatagramChannel(null)", p -> p.openDatagramChannel(null))
                .call("openDatagramChannel(unknown)", p -> p.openDatagramChannel(unknown))
                .call("openDatagramChannel(UNIX)", p -> p.openDatagramChannel(StandardProtocolFamily.UNIX));
        return calls.tests();
    }
}
