package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.harness.process.Children;
import io.nioshare.harness.process.SystemWithBackend;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With {@code hostInfo} in {@code jdk.includeInExceptions} a failed connect says whom it was for; otherwise it doesn't. */
@SystemWithBackend
class HostInfoTest {

    @RegisterExtension
    final Children children = new Children();

    /** Three ways to connect, and what each of them says. */
    private static List<String> refusals() throws IOException {
        InetSocketAddress nobody = ContractTest.refusing();
        return List.of(
                nobody.toString(), refusal(nobody, false), refusal(nobody, true), refusalOfASelectedChannel(nobody));
    }

    private static String refusal(SocketAddress nobody, boolean throughItsSocket) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            if (throughItsSocket) {
                channel.socket().connect(nobody);
            } else {
                channel.connect(nobody);
            }
            return "connected";
        } catch (ConnectException e) {
            return e.getMessage();
        }
    }

    private static String refusalOfASelectedChannel(SocketAddress nobody) throws IOException {
        try (SocketChannel channel = SocketChannel.open();
                Selector selector = Selector.open()) {
            channel.configureBlocking(false).register(selector, SelectionKey.OP_CONNECT);
            if (!channel.connect(nobody)) {
                selector.select();
                channel.finishConnect();
            }
            return "connected";
        } catch (ConnectException e) {
            return e.getMessage();
        }
    }

    @Test
    void isToldWhereItIsAskedFor() throws Exception {
        List<String> refusals =
                children.start("-Djdk.includeInExceptions=jar, HOSTINFO ,").call(HostInfoTest::refusals);
        assertThat(refusals).hasSize(4).allMatch(refusal -> refusal.endsWith(refusals.get(0)));
    }

    @Test
    void isNotToldOtherwise() throws Exception {
        List<String> refusals = children.shared().call(HostInfoTest::refusals);
        assertThat(refusals.subList(1, 4)).noneMatch(refusal -> refusal.contains(refusals.get(0)));
    }
}
