package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** What clients may do before a server accepts them. */
abstract class EarlyPeersContract extends ContractTest {

    private SocketChannel connected(ServerSocketChannel listener) throws IOException {
        SocketChannel channel = open();
        channel.connect(listener.getLocalAddress());
        return channel;
    }

    private void connectAndReset(ServerSocketChannel listener) throws IOException {
        connected(listener).setOption(StandardSocketOptions.SO_LINGER, 0).close();
    }

    /** The next connection that has something to read: whoever has gone is passed over. */
    private String firstWords(ServerSocketChannel listener) throws IOException {
        while (true) {
            SocketChannel accepted = closing(listener.accept());
            ByteBuffer buffer = ByteBuffer.allocate(1);
            try {
                if (accepted.read(buffer) == 1) {
                    return new String(buffer.array(), java.nio.charset.StandardCharsets.US_ASCII);
                }
            } catch (IOException gone) {
                assertThat(gone).isInstanceOf(java.net.SocketException.class);
            }
        }
    }

    @Test
    void whatIsSentBeforeTheAcceptArrives() throws IOException {
        ServerSocketChannel listener = listen();
        SocketChannel near = connected(listener);
        near.write(bytes("early"));
        near.shutdownOutput();
        SocketChannel far = closing(listener.accept());
        assertThat(readText(far, 5)).isEqualTo("early");
        assertThat(far.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void aResetBeforeTheAcceptSparesTheNextClient() throws IOException {
        ServerSocketChannel listener = listen();
        for (int i = 0; i < 20; i++) {
            connectAndReset(listener);
            connected(listener).write(bytes("x"));
            assertThat(firstWords(listener)).isEqualTo("x");
        }
    }

    @Test
    void aSelectorTellsOfTheClientAfterAReset() throws IOException {
        ServerSocketChannel listener = nonBlocking(listen());
        Selector selector = openSelector();
        SelectionKey key = listener.register(selector, SelectionKey.OP_ACCEPT);
        connectAndReset(listener);
        SocketChannel living = connected(listener);
        SocketChannel accepted = null;
        while (accepted == null || !accepted.getRemoteAddress().equals(living.getLocalAddress())) {
            awaitReady(selector, key, SelectionKey.OP_ACCEPT);
            selector.selectedKeys().clear();
            accepted = listener.accept();
            if (accepted != null) {
                closing(accepted);
            }
        }
        living.write(bytes("alive"));
        assertThat(readText(accepted, 5)).isEqualTo("alive");
    }

    @Test
    void aNonBlockingConnectToOneself() throws IOException {
        SocketChannel channel = openNonBlocking().bind(freeAddress());
        if (!channel.connect(channel.getLocalAddress())) {
            await(channel, SelectionKey.OP_CONNECT);
            assertThat(channel.finishConnect()).isTrue();
        }
        assertThat(channel.getRemoteAddress()).isEqualTo(channel.getLocalAddress());
        channel.write(bytes("echo"));
        assertThat(readText(channel, 4)).isEqualTo("echo");
    }

    @Test
    void aConnectToAFullBacklogIsPendingUntilTheClose() throws IOException {
        SocketChannel channel = openNonBlocking();
        Selector selector = openSelector();
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        assertThat(channel.connect(unresponsive())).isFalse();
        assertThat(selector.select(QUIET.toMillis())).isZero();
        assertThat(channel.isConnectionPending()).isTrue();
        assertThat(channel.finishConnect()).isFalse();
        channel.close();
        selector.selectNow();
        assertThat(key.isValid()).isFalse();
        assertThat(selector.keys()).isEmpty();
    }
}
