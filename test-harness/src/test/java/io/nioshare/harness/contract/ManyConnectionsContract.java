package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many channels in one selector. */
@Tag("slow")
abstract class ManyConnectionsContract extends ContractTest {

    private static final int CONNECTIONS = 200;
    private static final int BYTES = 64 << 10;

    /** A client's end: sends random bytes, receives their echo, compares checksums. */
    private static final class Client {
        private final ByteBuffer out;
        private final ByteBuffer in = ByteBuffer.allocate(8 << 10);
        private final CRC32 sent = new CRC32();
        private final CRC32 received = new CRC32();
        private long receivedBytes;

        Client(int seed) {
            byte[] data = new byte[BYTES];
            new Random(seed).nextBytes(data);
            sent.update(data);
            out = ByteBuffer.wrap(data);
        }

        /** Returns whether everything has come back. */
        boolean handle(SelectionKey key) throws IOException {
            SocketChannel channel = (SocketChannel) key.channel();
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return false;
            }
            if (key.isWritable()) {
                channel.write(out);
                if (!out.hasRemaining()) {
                    key.interestOpsAnd(~SelectionKey.OP_WRITE);
                }
            }
            if (key.isReadable()) {
                int n = channel.read(in.clear());
                if (n < 0) {
                    throw new AssertionError("the stream ended after " + receivedBytes + " bytes");
                }
                received.update(in.flip());
                receivedBytes += n;
            }
            return receivedBytes == BYTES;
        }
    }

    /** Echoes on one selector until it has seen the end of this many connections. */
    private void echo(ServerSocketChannel listener, Selector selector, int connections) throws IOException {
        nonBlocking(listener).register(selector, SelectionKey.OP_ACCEPT);
        int ended = 0;
        while (ended < connections) {
            selector.select();
            for (Iterator<SelectionKey> i = selector.selectedKeys().iterator(); i.hasNext(); ) {
                SelectionKey key = i.next();
                i.remove();
                if (key.isAcceptable()) {
                    for (SocketChannel accepted; (accepted = listener.accept()) != null; ) {
                        nonBlocking(closing(accepted))
                                .register(selector, SelectionKey.OP_READ, ByteBuffer.allocateDirect(4 << 10));
                    }
                } else if (echo(key)) {
                    ended++;
                }
            }
        }
    }

    private static boolean echo(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        if (channel.read(buffer) < 0 && buffer.position() == 0) {
            channel.close();
            return true;
        }
        channel.write(buffer.flip());
        buffer.compact();
        int reading = buffer.hasRemaining() ? SelectionKey.OP_READ : 0;
        key.interestOps(buffer.position() > 0 ? reading | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        return false;
    }

    @Test
    void twoHundredConnectionsEcho() throws Exception {
        ServerSocketChannel listener = openListener().bind(new InetSocketAddress(LOOPBACK, 0), CONNECTIONS);
        SocketAddress address = listener.getLocalAddress();
        Selector server = openSelector();
        Background<Void> echo = background(() -> {
            echo(listener, server, CONNECTIONS);
            return null;
        });
        Selector selector = openSelector();
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Client client = new Client(i);
            clients.add(client);
            SocketChannel channel = openNonBlocking();
            boolean connected = channel.connect(address);
            int operations = connected ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT;
            channel.register(selector, operations, client);
        }
        for (int done = 0; done < CONNECTIONS; ) {
            assertThat(selector.select(PATIENCE.toMillis()))
                    .as("after %s", done)
                    .isPositive();
            for (SelectionKey key : selector.selectedKeys()) {
                if (((Client) key.attachment()).handle(key)) {
                    key.channel().close();
                    done++;
                }
            }
            selector.selectedKeys().clear();
        }
        for (Client client : clients) {
            assertThat(client.received.getValue()).isEqualTo(client.sent.getValue());
        }
        echo.get();
    }

    @Test
    void closingSelectorsWithAThousandPollsPending() throws Exception {
        ServerSocketChannel listener = openListener().bind(new InetSocketAddress(LOOPBACK, 0), 1000);
        List<SocketChannel> channels = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Pair pair = connect(listener);
            channels.add(nonBlocking(pair.near()));
            channels.add(nonBlocking(pair.far()));
        }
        for (int round = 0; round < 50; round++) {
            Selector selector = subject.provider().openSelector();
            for (SocketChannel channel : channels) {
                channel.register(selector, SelectionKey.OP_READ);
            }
            assertThat(selector.selectNow()).isZero();
            assertThat(selector.keys()).hasSize(1000);
            selector.close();
            assertThat(channels).noneMatch(SocketChannel::isRegistered);
        }
        channels.get(0).write(bytes("x"));
        assertThat(readText(channels.get(1), 1)).isEqualTo("x");
    }
}
