package io.nioshare.harness.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** The other end of a connection: a {@code java.net.Socket}, which this library has no part in. */
final class Peer implements AutoCloseable {

    private static final int LIMIT_MILLIS = 20_000;

    /** That nothing comes can only be waited for. */
    private static final int GRACE_MILLIS = 300;

    private final Socket socket;

    private Peer(Socket socket) {
        this.socket = socket;
    }

    static Peer connect(SocketAddress server) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.connect(server, LIMIT_MILLIS);
            socket.setTcpNoDelay(true);
            return new Peer(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    Socket socket() {
        return socket;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    /** Receives as many bytes as the text has, and they are the text. */
    void expect(String text) throws IOException {
        int length = text.getBytes(UTF_8).length;
        assertThat(new String(socket.getInputStream().readNBytes(length), UTF_8))
                .isEqualTo(text);
    }

    byte[] receive(int length) throws IOException {
        return socket.getInputStream().readNBytes(length);
    }

    /** Whether the end of the stream, or a reset, is here already. To be asked when nothing else is to be received. */
    boolean hasEnded() throws IOException {
        socket.setSoTimeout(GRACE_MILLIS);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        } finally {
            socket.setSoTimeout(LIMIT_MILLIS);
        }
    }

    /** The stream ends in order. */
    void expectEnd() throws IOException {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    /** The connection is over, by an end of stream or a reset. */
    void expectGone() throws IOException {
        try {
            expectEnd();
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
