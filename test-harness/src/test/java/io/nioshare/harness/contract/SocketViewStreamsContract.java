package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The streams of {@code SocketChannel.socket()}, and their timeout. */
abstract class SocketViewStreamsContract extends ContractTest {

    private static final int BRIEFLY = 80;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void bytesComeAndGo() throws Exception {
        Foreign pair = connectForeign();
        OutputStream out = pair.near().socket().getOutputStream();
        InputStream in = pair.near().socket().getInputStream();
        out.write(0x1ff);
        out.write(ascii("--hello--"), 2, 5);
        out.flush();
        assertThat(pair.far().getInputStream().readNBytes(6)).isEqualTo(new byte[] {-1, 'h', 'e', 'l', 'l', 'o'});
        pair.far().getOutputStream().write(new byte[] {-1, 0, 'x'});
        assertThat(in.read()).isEqualTo(255);
        assertThat(in.read()).isZero();
        byte[] room = new byte[8];
        assertThat(in.read(room, 3, 4)).isOne();
        assertThat(room[3]).isEqualTo((byte) 'x');
    }

    @Test
    void wrongArgumentsAreRefused() throws Exception {
        Socket socket = connect().near().socket();
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        assertThatNullPointerException().isThrownBy(() -> in.read(null, 0, 1));
        assertThatNullPointerException().isThrownBy(() -> out.write(null, 0, 1));
        for (int[] range : new int[][] {{-1, 1}, {0, 3}, {0, -1}, {2, 1}}) {
            assertThrown(IndexOutOfBoundsException.class, () -> in.read(new byte[2], range[0], range[1]));
            assertThrown(IndexOutOfBoundsException.class, () -> out.write(new byte[2], range[0], range[1]));
        }
        assertThat(in.read(new byte[2], 1, 0)).isZero();
        out.write(new byte[2], 1, 0);
    }

    @Test
    void availableTellsWhatIsThere() throws Exception {
        Pair pair = connect();
        InputStream in = pair.near().socket().getInputStream();
        assertThat(in.available()).isZero();
        pair.far().write(bytes("seven.."));
        byte[] one = in.readNBytes(1);
        assertThat(one).isEqualTo(ascii("s"));
        assertThat(in.available()).isEqualTo(6);
        in.readNBytes(6);
        assertThat(in.available()).isZero();
    }

    @Test
    void theEndOfTheStream() throws Exception {
        Pair pair = connect();
        InputStream in = pair.near().socket().getInputStream();
        pair.far().write(bytes("end"));
        pair.far().close();
        assertThat(in.readAllBytes()).isEqualTo(ascii("end"));
        for (int i = 0; i < 3; i++) {
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(new byte[3])).isEqualTo(-1);
        }
    }

    @Test
    void closingAStreamClosesTheSocket() throws Exception {
        Socket byInput = connect().near().socket();
        byInput.getInputStream().close();
        assertThat(byInput.isClosed()).isTrue();
        Socket byOutput = connect().near().socket();
        byOutput.getOutputStream().close();
        assertThat(byOutput.isClosed()).isTrue();
        assertThat(byOutput.getChannel().isOpen()).isFalse();
    }

    @Test
    void streamsOfAClosedSocketFail() throws Exception {
        Socket socket = connect().near().socket();
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        socket.close();
        assertThrown(ClosedChannelException.class, in::read);
        assertThrown(ClosedChannelException.class, in::available);
        assertThrown(ClosedChannelException.class, () -> out.write(1));
        in.close();
        out.close();
    }

    @Test
    void thatAChannelIsClosedCountsMoreThanItsMode() throws Exception {
        SocketChannel channel = connect().near();
        InputStream in = channel.socket().getInputStream();
        OutputStream out = channel.socket().getOutputStream();
        channel.configureBlocking(false);
        channel.close();
        assertThrown(ClosedChannelException.class, in::read);
        assertThrown(ClosedChannelException.class, () -> out.write(1));
    }

    @Test
    void readTimesOut() throws Exception {
        Pair pair = connect();
        Socket socket = pair.near().socket();
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(BRIEFLY);
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            assertThrown(SocketTimeoutException.class, in::read);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(BRIEFLY - 20));
        }
        assertThat(socket.isClosed()).isFalse();
        socket.setSoTimeout((int) PATIENCE.toMillis());
        pair.far().write(bytes("late"));
        assertThat(in.readNBytes(4)).isEqualTo(ascii("late"));
    }

    @Test
    void bytesInTimeAreRead() throws Exception {
        Pair pair = connect();
        Socket socket = pair.near().socket();
        socket.setSoTimeout((int) PATIENCE.toMillis());
        Background<Integer> reader = background(() -> socket.getInputStream().read());
        reader.awaitBlocked();
        pair.far().write(bytes("x"));
        assertThat(reader.get()).isEqualTo('x');
    }

    @Test
    void theTimeoutIsOfTheStreamsAlone() throws Exception {
        Pair pair = connect();
        pair.near().socket().setSoTimeout(1);
        Background<Integer> reader = background(() -> pair.near().read(ByteBuffer.allocate(1)));
        reader.staysBlocked();
        pair.far().write(bytes("x"));
        assertThat(reader.get()).isOne();
    }

    @Test
    void aTimeoutDoesNotLoseBytes() throws Exception {
        Pair pair = connect();
        Socket socket = pair.near().socket();
        socket.setSoTimeout(1);
        int total = 20_000;
        Background<Void> writer = background(() -> {
            for (int i = 0; i < total; i += 100) {
                byte[] part = new byte[100];
                for (int k = 0; k < part.length; k++) {
                    part[k] = (byte) (i + k);
                }
                pair.far().write(ByteBuffer.wrap(part));
                if (i % 2000 == 0) {
                    // Longer than the timeout, so that some reads end by it.
                    Thread.sleep(3);
                }
            }
            return null;
        });
        InputStream in = socket.getInputStream();
        byte[] room = new byte[333];
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int count = 0; count < total; ) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            try {
                int n = in.read(room);
                for (int i = 0; i < n; i++) {
                    assertThat(room[i]).isEqualTo((byte) (count + i));
                }
                count += n;
            } catch (SocketTimeoutException nothingYet) {
                continue;
            }
        }
        writer.get();
    }

    /** That a part was sent tells nothing to who has asked for all. */
    @Test
    void closeEndsAWriteThatSentAPart() throws Exception {
        Socket socket = connectSmall().near().socket();
        OutputStream out = socket.getOutputStream();
        Background<Void> writer = background(() -> {
            out.write(new byte[8 << 20]);
            return null;
        });
        writer.awaitBlocked();
        socket.close();
        assertThat(writer.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
    }

    @Test
    void closeEndsARead() throws Exception {
        for (int timeout : new int[] {0, (int) PATIENCE.toMillis()}) {
            Socket socket = connect().near().socket();
            socket.setSoTimeout(timeout);
            InputStream in = socket.getInputStream();
            Background<Integer> reader = background(() -> in.read());
            reader.awaitBlocked();
            socket.close();
            assertThat(reader.thrown()).isExactlyInstanceOf(AsynchronousCloseException.class);
            assertThat(reader.endedInterrupted()).isFalse();
        }
    }

    @Test
    void interruptEndsARead() throws Exception {
        Socket socket = connect().near().socket();
        InputStream in = socket.getInputStream();
        Background<Integer> reader = background(() -> in.read());
        reader.awaitBlocked().thread().interrupt();
        assertThat(reader.thrown()).isExactlyInstanceOf(ClosedByInterruptException.class);
        assertThat(reader.endedInterrupted()).isTrue();
        assertThat(socket.isClosed()).isTrue();
    }

    @Test
    void aNonBlockingChannelsStreamsRefuse() throws Exception {
        Pair pair = connect();
        Socket socket = pair.near().socket();
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        nonBlocking(pair.near());
        assertThrown(IllegalBlockingModeException.class, in::read);
        assertThrown(IllegalBlockingModeException.class, () -> out.write(1));
        socket.setSoTimeout(1);
        assertThrown(IllegalBlockingModeException.class, in::read);
        pair.near().configureBlocking(true);
        out.write('x');
        assertThat(readText(pair.far(), 1)).isEqualTo("x");
    }

    @Test
    void aReaderDoesNotHinderAWriter() throws Exception {
        Pair pair = connect();
        Socket socket = pair.near().socket();
        Background<Integer> reader = background(() -> socket.getInputStream().read());
        reader.awaitBlocked();
        background(() -> {
                    socket.getOutputStream().write(ascii("meanwhile"));
                    return null;
                })
                .get();
        assertThat(readText(pair.far(), 9)).isEqualTo("meanwhile");
        assertThat(reader.isDone()).isFalse();
        pair.far().write(bytes("x"));
        assertThat(reader.get()).isEqualTo('x');
    }

    @Test
    void aWriteWaitsUntilEverythingIsTaken() throws Exception {
        Pair pair = connectSmall();
        int size = 4 << 20;
        Background<Void> writer = background(() -> {
            pair.near().socket().getOutputStream().write(new byte[size]);
            return null;
        });
        writer.awaitBlocked();
        readFully(pair.far(), size);
        writer.get();
    }

    @Test
    void aWriteToAPeerThatIsGoneFails() throws Exception {
        Foreign pair = connectForeign();
        pair.far().close();
        Background<Void> writer = background(() -> {
            OutputStream out = pair.near().socket().getOutputStream();
            for (int i = 0; i < 1000; i++) {
                out.write(new byte[10_000]);
            }
            return null;
        });
        assertThat(writer.thrown()).isInstanceOf(IOException.class);
        assertThat(catchThrowable(() -> pair.near().socket().setTcpNoDelay(true)))
                .satisfiesAnyOf(none -> assertThat(none).isNull(), failed -> assertThat(failed)
                        .isInstanceOf(SocketException.class));
    }
}
