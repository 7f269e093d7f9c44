package io.nioshare.harness.contract;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;

/** What tests of UDP channels need: channels, a socket that is no channel, and a receive that doesn't wait for ever. */
abstract class DatagramContractTest extends ContractTest {

    /** More than the largest datagram has. */
    static final int ENOUGH = 1 << 16;

    /** The most that UDP over IPv4 carries. */
    static final int LARGEST = 65507;

    final DatagramChannel openDatagram() throws IOException {
        return closing(subject.provider().openDatagramChannel());
    }

    final DatagramChannel openDatagram(ProtocolFamily family) throws IOException {
        return closing(subject.provider().openDatagramChannel(family));
    }

    /** A channel on some port of 127.0.0.1. */
    final DatagramChannel bound() throws IOException {
        return openDatagram().bind(new InetSocketAddress(LOOPBACK, 0));
    }

    /** A channel that is connected to another one. */
    final DatagramChannel connectedTo(DatagramChannel peer) throws IOException {
        return bound().connect(peer.getLocalAddress());
    }

    record Couple(DatagramChannel near, DatagramChannel far) {}

    /** Two channels that are connected to each other. */
    final Couple couple() throws IOException {
        DatagramChannel near = bound();
        DatagramChannel far = bound().connect(near.getLocalAddress());
        near.connect(far.getLocalAddress());
        return new Couple(near, far);
    }

    /** A socket on 127.0.0.1 that owes nothing to the provider. */
    final DatagramSocket foreign() throws IOException {
        DatagramSocket socket = closing(new DatagramSocket(new InetSocketAddress(LOOPBACK, 0)));
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    static DatagramPacket packet(String text, SocketAddress to) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return new DatagramPacket(bytes, bytes.length, to);
    }

    static String receiveText(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[ENOUGH], ENOUGH);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    record Received(String text, SocketAddress from) {}

    /** Receives one datagram, in either mode. */
    final Received receive(DatagramChannel channel) throws Exception {
        ByteBuffer buffer = ByteBuffer.allocate(ENOUGH);
        SocketAddress from = receive(channel, buffer);
        return new Received(text(buffer.flip()), from);
    }

    final SocketAddress receive(DatagramChannel channel, ByteBuffer buffer) throws Exception {
        if (!channel.isBlocking()) {
            await(channel, SelectionKey.OP_READ);
            return channel.receive(buffer);
        }
        return background(() -> channel.receive(buffer)).get();
    }

    /** Waits for a datagram, in either mode, and leaves it there. */
    final void awaitDatagram(DatagramChannel channel) throws IOException {
        boolean blocking = channel.isBlocking();
        await(nonBlocking(channel), SelectionKey.OP_READ);
        channel.configureBlocking(blocking);
    }

    static String text(ByteBuffer buffer) {
        return StandardCharsets.US_ASCII.decode(buffer).toString();
    }

    static InetSocketAddress inet(SocketAddress address) {
        return (InetSocketAddress) address;
    }

    /** A port of 127.0.0.1 where nobody receives. */
    static InetSocketAddress nobody() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
            return new InetSocketAddress(LOOPBACK, socket.getLocalPort());
        }
    }
}
