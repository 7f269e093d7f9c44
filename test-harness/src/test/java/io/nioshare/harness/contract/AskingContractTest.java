package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests with a security manager in force. */
@SuppressWarnings("removal")
abstract class AskingContractTest extends DatagramContractTest {

    private static final String HOST = "127.0.0.1";

    AskedManager manager;

    @BeforeEach
    void setManager() {
        int java = Runtime.version().feature();
        assumeTrue(java < 24, "from JDK 24 on there are no security managers");
        assumeTrue(
                java < 18 || "allow".equals(System.getProperty("java.security.manager")),
                "from JDK 18 on a security manager takes -Djava.security.manager=allow");
        manager = new AskedManager();
        System.setSecurityManager(manager);
    }

    @AfterEach
    void removeManager() throws IOException {
        if (manager != null) {
            // What the JDK opens while there is a manager is counted, and mustn't be closed without.
            manager.refuseNothing();
            closeAll();
            System.setSecurityManager(null);
        }
    }

    /** Asserts that a call is refused, by the manager itself, at this question. */
    final void assertRefused(String question, ThrowingCallable call) {
        manager.refuse(question);
        assertThat(assertThrown(SecurityException.class, call)).hasMessageStartingWith(question);
        manager.refuseNothing();
    }

    final void assertAsked(String... questions) {
        assertThat(manager.asked()).containsExactly(questions);
    }

    /** Of an unbound channel, which it closes: the questions, and what is told before the manager is asked. */
    final void assertBindAsksToListen(NetworkChannel channel) throws IOException {
        assertRefused("listen 0", () -> channel.bind(null));
        assertThat(channel.getLocalAddress()).isNull();
        channel.bind(new InetSocketAddress(LOOPBACK, 0));
        assertAsked("listen 0");
        assertThrown(AlreadyBoundException.class, () -> channel.bind(null));
        channel.close();
        assertThrown(ClosedChannelException.class, () -> channel.bind(null));
        assertAsked();
    }

    static int port(SocketAddress address) {
        return inet(address).getPort();
    }

    static String connect(SocketAddress peer) {
        return "connect " + HOST + " " + port(peer);
    }

    static String accept(SocketAddress peer) {
        return "accept " + HOST + " " + port(peer);
    }

    /** What is told instead of a local address that the caller may not know. */
    static InetSocketAddress hidden(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
