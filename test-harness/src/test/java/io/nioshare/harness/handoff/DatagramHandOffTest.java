package io.nioshare.harness.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import io.nioshare.ShareableChannel;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.RemoteObject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;

/** A UDP socket moves. */
class DatagramHandOffTest extends HandOffTest {

    private static final int LIMIT_MILLIS = 20_000;

    private DatagramChannel bound() throws IOException {
        return closing(DatagramChannel.open(StandardProtocolFamily.INET)).bind(Family.IPV4.loopback());
    }

    private DatagramSocket peer() throws IOException {
        DatagramSocket peer = closing(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
        peer.setSoTimeout(LIMIT_MILLIS);
        return peer;
    }

    private static RemoteObject<DatagramChannel> share(DatagramChannel channel, ChildJvm target) throws Exception {
        byte[] token = export(channel, target);
        return target.keep(() -> ShareableChannel.importFrom(token, DatagramChannel.class));
    }

    private static void send(DatagramSocket peer, String text, SocketAddress target) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        peer.send(new DatagramPacket(bytes, bytes.length, target));
    }

    private static String receive(DatagramSocket peer) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        peer.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    private static String echo(DatagramChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        SocketAddress from = channel.receive(buffer);
        channel.send(buffer.flip(), from);
        return new String(buffer.array(), 0, buffer.limit(), UTF_8);
    }

    @Test
    void boundWithDatagramsThatWait() throws Exception {
        DatagramChannel channel = bound();
        SocketAddress local = channel.getLocalAddress();
        DatagramSocket peer = peer();
        send(peer, "one", local);
        send(peer, "two", local);

        RemoteObject<DatagramChannel> there = share(channel, children.shared());
        channel.close();

        assertThat(there.call(DatagramChannel::getLocalAddress)).isEqualTo(local);
        assertThatObject(there.call(DatagramHandOffTest::echo)).isEqualTo("one");
        assertThatObject(there.call(DatagramHandOffTest::echo)).isEqualTo("two");
        assertThat(receive(peer)).isEqualTo("one");
        assertThat(receive(peer)).isEqualTo("two");
    }

    @Test
    void connected() throws Exception {
        DatagramSocket peer = peer();
        DatagramChannel channel = bound().connect(peer.getLocalSocketAddress());

        RemoteObject<DatagramChannel> there = share(channel, children.shared());

        assertThat(there.call(DatagramChannel::getRemoteAddress)).isEqualTo(peer.getLocalSocketAddress());
        there.call(c -> c.write(ByteBuffer.wrap("there".getBytes(UTF_8))));
        assertThat(receive(peer)).isEqualTo("there");
        channel.write(ByteBuffer.wrap("here".getBytes(UTF_8)));
        assertThat(receive(peer)).isEqualTo("here");
    }
}
