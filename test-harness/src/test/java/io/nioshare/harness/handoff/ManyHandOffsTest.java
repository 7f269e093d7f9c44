package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.ShareableChannel;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.OpenDescriptors;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connection after connection, in the middle of data that flows both ways. */
@Tag("slow")
class ManyHandOffsTest extends HandOffTest {

    private static final int WARM_UP = 30;
    private static final int CONNECTIONS = 200;

    /** Half a descriptor for each connection would show. The JVM itself opens and closes a few. */
    private static final int NOISE = CONNECTIONS / 4;

    private static final int BYTES = 100_000;
    private static final int LIMIT_SECONDS = 20;

    private record Slice(int count, String sha256) implements Serializable {}

    @Test
    void nothingIsLostAndNothingLeftBehind() throws Exception {
        ChildJvm target = children.start();
        ServerSocketChannel listener = listen();
        for (int i = 0; i < WARM_UP; i++) {
            handOver(listener, target, new Random(i));
        }
        int openHere = OpenDescriptors.count();
        int openThere = target.call(OpenDescriptors::count);
        for (int i = 0; i < CONNECTIONS; i++) {
            handOver(listener, target, new Random(WARM_UP + i));
        }
        assertThat(OpenDescriptors.count() - openHere)
                .as("descriptors left in the source")
                .isLessThan(NOISE);
        assertThat(target.call(OpenDescriptors::count) - openThere)
                .as("descriptors left in the target")
                .isLessThan(NOISE);
    }

    private void handOver(ServerSocketChannel listener, ChildJvm target, Random random) throws Exception {
        byte[] toServer = new byte[BYTES];
        random.nextBytes(toServer);
        byte[] toPeer = new byte[BYTES];
        random.nextBytes(toPeer);
        int readHere = random.nextInt(BYTES);
        int writtenHere = random.nextInt(BYTES);
        try (Peer peer = Peer.connect(listener.getLocalAddress())) {
            FutureTask<Boolean> sender = new FutureTask<>(() -> send(peer, toServer));
            new Thread(sender, "sender").start();
            FutureTask<byte[]> received = new FutureTask<>(() -> peer.receive(BYTES + 1));
            new Thread(received, "receiver").start();

            byte[] token;
            try (SocketChannel channel = listener.accept()) {
                channel.write(ByteBuffer.wrap(toPeer, 0, writtenHere));
                assertThat(Talk.receiveBytes(channel, readHere)).isEqualTo(Arrays.copyOf(toServer, readHere));
                token = export(channel, target);
            }
            byte[] rest = Arrays.copyOfRange(toPeer, writtenHere, BYTES);
            Slice there = target.call(() -> goOn(token, rest));

            byte[] expected = Arrays.copyOfRange(toServer, readHere, BYTES);
            assertThat(there).isEqualTo(new Slice(expected.length, sha256(expected)));
            // Asked for one byte more, so that the end of the stream is seen too.
            assertThat(received.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(toPeer);
            assertThat(sender.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean send(Peer peer, byte[] bytes) throws IOException {
        OutputStream out = peer.socket().getOutputStream();
        out.write(bytes);
        peer.socket().shutdownOutput();
        return true;
    }

    private static Slice goOn(byte[] token, byte[] rest) throws Exception {
        try (SocketChannel channel = ShareableChannel.importFrom(token, SocketChannel.class)) {
            channel.write(ByteBuffer.wrap(rest));
            byte[] received = Talk.receiveBytes(channel, BYTES);
            return new Slice(received.length, sha256(received));
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
