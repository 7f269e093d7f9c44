package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Pipe;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Scanner;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** {@code java.nio.channels.Channels} over channels of a provider. */
abstract class ChannelStreamsContract extends ContractTest {

    private static final int SIZE = 1_000_000;

    private static byte[] data(int seed) {
        byte[] data = new byte[SIZE];
        new Random(seed).nextBytes(data);
        return data;
    }

    private static long checksum(byte[] data) {
        CRC32 checksum = new CRC32();
        checksum.update(data);
        return checksum.getValue();
    }

    private static Void write(SocketChannel channel, byte[] data) throws IOException {
        OutputStream out = Channels.newOutputStream(channel);
        out.write(data[0]);
        out.write(data, 1, 100);
        out.write(data, 101, data.length - 101);
        channel.shutdownOutput();
        return null;
    }

    private static long readChecksum(SocketChannel channel) throws IOException {
        InputStream in = Channels.newInputStream(channel);
        CRC32 checksum = new CRC32();
        checksum.update(in.read());
        byte[] room = new byte[3333];
        for (int n; (n = in.read(room, 1, room.length - 1)) >= 0; ) {
            checksum.update(room, 1, n);
        }
        return checksum.getValue();
    }

    @Test
    void nonBlockingChannelsHaveNoStreams() throws Exception {
        Pair pair = connect();
        InputStream in = Channels.newInputStream(pair.near());
        OutputStream out = Channels.newOutputStream(pair.near());
        nonBlocking(pair.near());
        assertThrown(IllegalBlockingModeException.class, in::read);
        assertThrown(IllegalBlockingModeException.class, () -> in.read(new byte[2]));
        assertThrown(IllegalBlockingModeException.class, () -> out.write(1));
        assertThrown(IllegalBlockingModeException.class, () -> out.write(new byte[2]));
        pair.near().configureBlocking(true);
        out.write('x');
        assertThat(readText(pair.far(), 1)).isEqualTo("x");
    }

    @Test
    void closingAStreamClosesItsChannel() throws Exception {
        SocketChannel byInput = connect().near();
        Channels.newInputStream(byInput).close();
        assertThat(byInput.isOpen()).isFalse();
        SocketChannel byOutput = connect().near();
        Channels.newOutputStream(byOutput).close();
        assertThat(byOutput.isOpen()).isFalse();
    }

    @Test
    void aClosedChannelsStreamsFail() throws Exception {
        SocketChannel channel = connect().near();
        InputStream in = Channels.newInputStream(channel);
        OutputStream out = Channels.newOutputStream(channel);
        channel.close();
        assertThat(catchThrowable(in::read)).isInstanceOf(ClosedChannelException.class);
        assertThat(catchThrowable(() -> out.write(1))).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void closeEndsAStreamsRead() throws Exception {
        SocketChannel channel = connect().near();
        Background<Integer> reader =
                background(() -> Channels.newInputStream(channel).read());
        reader.awaitBlocked();
        channel.close();
        assertThat(reader.thrown()).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void readersAndWriters() throws Exception {
        Pair pair = connect();
        Background<String> lines = background(() -> {
            BufferedReader reader = new BufferedReader(Channels.newReader(pair.far(), StandardCharsets.UTF_8));
            StringBuilder text = new StringBuilder();
            for (String line; (line = reader.readLine()) != null; ) {
                text.append(line).append('|');
            }
            return text.toString();
        });
        PrintWriter writer = new PrintWriter(Channels.newWriter(pair.near(), StandardCharsets.UTF_8), true);
        writer.println("Grüße");
        writer.println("日本");
        writer.close();
        assertThat(lines.get()).isEqualTo("Grüße|日本|");
        assertThat(pair.near().isOpen()).isFalse();
    }

    @Test
    void aScanner() throws Exception {
        Pair pair = connect();
        pair.far().write(bytes("12 apples and 7.5 pears"));
        pair.far().shutdownOutput();
        Scanner scanner = new Scanner(pair.near(), StandardCharsets.US_ASCII);
        assertThat(scanner.nextInt()).isEqualTo(12);
        assertThat(scanner.next()).isEqualTo("apples");
        scanner.close();
        assertThat(pair.near().isOpen()).isFalse();
    }

    @Test
    void streamsOfAPipe() throws Exception {
        Pipe pipe = subject.provider().openPipe();
        closing(pipe.source());
        closing(pipe.sink());
        byte[] data = data(3);
        Background<Void> writer = background(() -> {
            try (OutputStream out = Channels.newOutputStream(pipe.sink())) {
                out.write(data);
            }
            return null;
        });
        byte[] read = background(() -> Channels.newInputStream(pipe.source()).readAllBytes())
                .get();
        writer.get();
        assertThat(read).isEqualTo(data);
        nonBlocking(pipe.source());
        assertThrown(IllegalBlockingModeException.class, () -> Channels.newInputStream(pipe.source())
                .read());
    }

    @Test
    void aStreamTransfersToAnother() throws Exception {
        Pair first = connect();
        Pair second = connect();
        byte[] data = data(4);
        Background<Void> writer = background(() -> write(first.near(), data));
        Background<Long> relay = background(() -> {
            long count = Channels.newInputStream(first.far()).transferTo(Channels.newOutputStream(second.near()));
            second.near().shutdownOutput();
            return count;
        });
        Background<Long> reader = background(() -> readChecksum(second.far()));
        assertThat(relay.get()).isEqualTo(SIZE);
        assertThat(reader.get()).isEqualTo(checksum(data));
        writer.get();
    }
}
