package io.nioshare.harness.refusals;

import static io.nioshare.harness.refusals.Scene.closed;
import static io.nioshare.harness.refusals.Scene.nonBlocking;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What {@code socket()} returns. */
@EnabledOnOs(
        value = {OS.WINDOWS, OS.LINUX},
        disabledReason = "the provider has no backend for this system yet")
class ViewRefusalsTest {

    private static Object kind(Object address) {
        return address == null ? null : address.getClass().getSimpleName();
    }

    private static String wildcard(InetAddress address) {
        return address == null ? null : "wildcard: " + address.isAnyLocalAddress();
    }

    private static String sign(int port) {
        return "sign " + Integer.signum(port);
    }

    @TestFactory
    Stream<DynamicTest> sockets() {
        Calls<Socket> calls = new Calls<Socket>()
                .state("new", s -> s.open().socket())
                .state("new, non-blocking", s -> nonBlocking(s.open()).socket())
                .state("bound", s -> s.open().bind(Scene.ANY_PORT).socket())
                .state("connected", s -> s.connected().socket())
                .state("connected, non-blocking", s -> nonBlocking(s.connected())
                        .socket())
                .state("input shut down", s -> s.connected().shutdownInput().socket())
                .state("output shut down", s -> s.connected().shutdownOutput().socket())
                .state("closed", s -> closed(s.open()).socket())
                .state("closed after a bind", s -> closed(s.open().bind(Scene.ANY_PORT))
                        .socket())
                .state("closed after a connection", s -> closed(s.connected().socket()));
        calls.action("connect(null)", s -> s.connect(null))
                .action("connect(null, -1)", s -> s.connect(null, -1))
                .action("connect(nobody, -1)", s -> s.connect(Scene.nobody(), -1))
                .action("connect(a foreign address)", s -> s.connect(Scene.FOREIGN))
                .action("connect(a foreign address, 5)", s -> s.connect(Scene.FOREIGN, 5))
                .action("bind(null)", s -> s.bind(null))
                .action("bind(any port)", s -> s.bind(Scene.ANY_PORT))
                .action("bind(a foreign address)", s -> s.bind(Scene.FOREIGN))
                .action("bind(unresolved)", s -> s.bind(Scene.UNRESOLVED))
                .call("getInputStream", Socket::getInputStream)
                .call("getOutputStream", Socket::getOutputStream)
                .action("shutdownInput", Socket::shutdownInput)
                .action("shutdownOutput", Socket::shutdownOutput)
                .action("sendUrgentData", s -> s.sendUrgentData(1))
                .action("setSoTimeout(-1)", s -> s.setSoTimeout(-1))
                .call("getSoTimeout", Socket::getSoTimeout)
                .action("setSoLinger(true, -1)", s -> s.setSoLinger(true, -1))
                .action("setSoLinger(false, -1)", s -> s.setSoLinger(false, -1))
                .call("getSoLinger", Socket::getSoLinger)
                .action("setSendBufferSize(0)", s -> s.setSendBufferSize(0))
                .action("setReceiveBufferSize(-1)", s -> s.setReceiveBufferSize(-1))
                .action("setTrafficClass(-1)", s -> s.setTrafficClass(-1))
                .action("setTrafficClass(256)", s -> s.setTrafficClass(256))
                .action("setTcpNoDelay(true)", s -> s.setTcpNoDelay(true))
                .call("getTcpNoDelay", Socket::getTcpNoDelay)
                .action("setKeepAlive(true)", s -> s.setKeepAlive(true))
                .call("getKeepAlive", Socket::getKeepAlive)
                .action("setOOBInline(true)", s -> s.setOOBInline(true))
                .call("getOOBInline", Socket::getOOBInline)
                .action("setReuseAddress(true)", s -> s.setReuseAddress(true))
                .action("setPerformancePreferences", s -> s.setPerformancePreferences(1, 2, 3))
                .call("setOption(null, null)", s -> s.setOption(null, null))
                .call("getOption(null)", s -> s.getOption(null))
                .call("getOption(TTL)", s -> s.getOption(StandardSocketOptions.IP_MULTICAST_TTL))
                .call("isBound", Socket::isBound)
                .call("isConnected", Socket::isConnected)
                .call("isClosed", Socket::isClosed)
                .call("isInputShutdown", Socket::isInputShutdown)
                .call("isOutputShutdown", Socket::isOutputShutdown)
                .call("getPort", s -> sign(s.getPort()))
                .call("getLocalPort", s -> sign(s.getLocalPort()))
                .call("getInetAddress", s -> wildcard(s.getInetAddress()))
                .call("getLocalAddress", s -> wildcard(s.getLocalAddress()))
                .call("getRemoteSocketAddress", s -> kind(s.getRemoteSocketAddress()))
                .call("getLocalSocketAddress", s -> kind(s.getLocalSocketAddress()))
                .call("getChannel", s -> s.getChannel() != null)
                .action("close", Socket::close);
        return calls.differs("setSoLinger(true, -1)", "Socket documents an exception that the JDK's view doesn't throw")
                .differs(
                        "closed after a connection",
                        "isConnected",
                        "Socket documents that it stays connected when it is closed; the JDK's view doesn't")
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> serverSockets() {
        Calls<ServerSocket> calls = new Calls<ServerSocket>()
                .state("new", s -> s.closing(s.provider.openServerSocketChannel())
                        .socket())
                .state("listening, non-blocking", s -> nonBlocking(s.listen()).socket())
                .state("closed", s -> closed(s.provider.openServerSocketChannel())
                        .socket())
                .state("closed after listening", s -> closed(s.listen()).socket());
        calls.action("bind(null)", s -> s.bind(null))
                .action("bind(any port, -1)", s -> s.bind(Scene.ANY_PORT, -1))
                .action("bind(a foreign address)", s -> s.bind(Scene.FOREIGN))
                .action("bind(unresolved)", s -> s.bind(Scene.UNRESOLVED))
                .call("accept", ServerSocket::accept)
                .call("accept in time", s -> {
                    s.setSoTimeout(5);
                    return s.accept();
                })
                .action("setSoTimeout(-1)", s -> s.setSoTimeout(-1))
                .call("getSoTimeout", ServerSocket::getSoTimeout)
                .action("setReceiveBufferSize(0)", s -> s.setReceiveBufferSize(0))
                .action("setReuseAddress(true)", s -> s.setReuseAddress(true))
                .action("setPerformancePreferences", s -> s.setPerformancePreferences(1, 2, 3))
                .call("setOption(null, null)", s -> s.setOption(null, null))
                .call("getOption(null)", s -> s.getOption(null))
                .call("getOption(SO_LINGER)", s -> s.getOption(StandardSocketOptions.SO_LINGER))
                .call("isBound", ServerSocket::isBound)
                .call("isClosed", ServerSocket::isClosed)
                .call("getLocalPort", s -> sign(s.getLocalPort()))
                .call("getInetAddress", s -> wildcard(s.getInetAddress()))
                .call("getLocalSocketAddress", s -> kind(s.getLocalSocketAddress()))
                .action("close", ServerSocket::close);
        return calls.tests();
    }

    private static DatagramPacket to(InetSocketAddress target) {
        return new DatagramPacket(new byte[1], 1, target);
    }

    @TestFactory
    Stream<DynamicTest> datagramSockets() {
        Calls<DatagramSocket> calls = new Calls<DatagramSocket>()
                .state("new", s -> s.datagram().socket())
                .state("bound, non-blocking", s -> nonBlocking(s.boundDatagram())
                        .socket())
                .state("connected", s -> s.connectedDatagram().socket())
                .state("closed", s -> closed(s.datagram()).socket())
                .state("closed after a bind", s -> closed(s.boundDatagram()).socket())
                .state("closed after a connect", s -> closed(s.connectedDatagram())
                        .socket());
        InetSocketAddress group = new InetSocketAddress("239.7.8.9", 0);
        calls.action("bind(null)", s -> s.bind(null))
                .action("bind(any port)", s -> s.bind(Scene.ANY_PORT))
                .action("bind(a foreign address)", s -> s.bind(Scene.FOREIGN))
                .action("bind(unresolved)", s -> s.bind(Scene.UNRESOLVED))
                .action("connect(null)", s -> s.connect(null))
                .action("connect(null, 1)", s -> s.connect(null, 1))
                .action("connect(loopback, -1)", s -> s.connect(Scene.LOOPBACK, -1))
                .action("connect(loopback, 0)", s -> s.connect(Scene.LOOPBACK, 0))
                .action("connect(nobody)", s -> s.connect(Scene.nobody()))
                .action("connect(port 0)", s -> s.connect(Scene.ANY_PORT))
                .action("connect(a foreign address)", s -> s.connect(Scene.FOREIGN))
                .action("connect(unresolved)", s -> s.connect(Scene.UNRESOLVED))
                .action("send(null)", s -> s.send(null))
                .action("send(no address)", s -> s.send(new DatagramPacket(new byte[1], 1)))
                .action("send(to nobody)", s -> s.send(to(Scene.nobody())))
                .action("send(to port 0)", s -> s.send(to(new InetSocketAddress(Scene.LOOPBACK, 0))))
                .action("send(too much)", s -> s.send(new DatagramPacket(new byte[70_000], 70_000, Scene.nobody())))
                .action("receive(null)", s -> s.receive(null))
                .action("receive in time", s -> {
                    s.setSoTimeout(5);
                    s.receive(new DatagramPacket(new byte[1], 1));
                })
                .action("setSoTimeout(-1)", s -> s.setSoTimeout(-1))
                .call("getSoTimeout", DatagramSocket::getSoTimeout)
                .action("setSendBufferSize(0)", s -> s.setSendBufferSize(0))
                .action("setReceiveBufferSize(-1)", s -> s.setReceiveBufferSize(-1))
                .action("setTrafficClass(256)", s -> s.setTrafficClass(256))
                .action("setBroadcast(true)", s -> s.setBroadcast(true))
                .action("setReuseAddress(true)", s -> s.setReuseAddress(true))
                .call("setOption(null, null)", s -> s.setOption(null, null))
                .call("getOption(null)", s -> s.getOption(null))
                .call("getOption(SO_LINGER)", s -> s.getOption(StandardSocketOptions.SO_LINGER))
                .action("joinGroup(null, null)", s -> s.joinGroup(null, null))
                .action("joinGroup(a foreign address)", s -> s.joinGroup(Scene.FOREIGN, Scene.loopbackInterface()))
                .action("joinGroup(unresolved)", s -> s.joinGroup(Scene.UNRESOLVED, Scene.loopbackInterface()))
                .action("joinGroup(no group)", s -> s.joinGroup(Scene.ANY_PORT, Scene.loopbackInterface()))
                .action("joinGroup(group)", s -> s.joinGroup(group, Scene.loopbackInterface()))
                .action("joinGroup(group, null)", s -> s.joinGroup(group, null))
                .action("joinGroup twice", s -> {
                    s.joinGroup(group, Scene.loopbackInterface());
                    s.joinGroup(group, Scene.loopbackInterface());
                })
                .action("leaveGroup(null, null)", s -> s.leaveGroup(null, null))
                .action("leaveGroup(unresolved)", s -> s.leaveGroup(Scene.UNRESOLVED, Scene.loopbackInterface()))
                .action("leaveGroup(not joined)", s -> s.leaveGroup(group, Scene.loopbackInterface()))
                .call("isBound", DatagramSocket::isBound)
                .call("isConnected", DatagramSocket::isConnected)
                .call("isClosed", DatagramSocket::isClosed)
                .call("getPort", s -> sign(s.getPort()))
                .call("getLocalPort", s -> sign(s.getLocalPort()))
                .call("getInetAddress", s -> wildcard(s.getInetAddress()))
                .call("getLocalAddress", s -> wildcard(s.getLocalAddress()))
                .call("getRemoteSocketAddress", s -> kind(s.getRemoteSocketAddress()))
                .call("getLocalSocketAddress", s -> kind(s.getLocalSocketAddress()))
                .action("close", DatagramSocket::close);
        String order = "JDK 17 looks at the packet's address first, later ones don't";
        return calls.differs("bound, non-blocking", "send(no address)", order)
                .differs("closed", "send(no address)", order)
                .differs("closed after a bind", "send(no address)", order)
                .tests();
    }
}
