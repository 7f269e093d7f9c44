package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** UDP channels: what a datagram is from one buffer to another. */
abstract class DatagramChannelTransferContract extends DatagramContractTest {

    private static ByteBuffer[] split(String text, int parts) {
        ByteBuffer[] buffers = new ByteBuffer[parts];
        int length = text.length() / parts;
        for (int i = 0; i < parts; i++) {
            String part = i + 1 < parts ? text.substring(i * length, (i + 1) * length) : text.substring(i * length);
            ByteBuffer source = bytes(part);
            buffers[i] = i % 2 == 0
                    ? source
                    : ByteBuffer.allocateDirect(part.length()).put(source).flip();
        }
        return buffers;
    }

    private static ByteBuffer[] rooms(int count, int size) {
        ByteBuffer[] buffers = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            buffers[i] = i % 3 == 0 ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        }
        return buffers;
    }

    private static String join(ByteBuffer... buffers) {
        StringBuilder text = new StringBuilder();
        for (ByteBuffer buffer : buffers) {
            text.append(text(buffer.flip()));
        }
        return text.toString();
    }

    private static String letters(int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append((char) ('a' + i % 26));
        }
        return text.toString();
    }

    @Test
    void aDatagramArrivesWithItsSender() throws Exception {
        DatagramChannel sender = bound();
        DatagramChannel receiver = bound();
        ByteBuffer source = bytes("hello");
        assertThat(sender.send(source, receiver.getLocalAddress())).isEqualTo(5);
        assertThat(source.hasRemaining()).isFalse();
        assertThat(receive(receiver)).isEqualTo(new Received("hello", sender.getLocalAddress()));
    }

    @Test
    void aForeignSocketAgrees() throws Exception {
        DatagramSocket foreign = foreign();
        DatagramChannel channel = bound();
        channel.send(bytes("to you"), foreign.getLocalSocketAddress());
        assertThat(receiveText(foreign)).isEqualTo("to you");
        foreign.send(packet("to me", channel.getLocalAddress()));
        assertThat(receive(channel)).isEqualTo(new Received("to me", foreign.getLocalSocketAddress()));
    }

    @Test
    void anyBufferCanBeSentAndReceivedInto() throws Exception {
        DatagramChannel sender = bound();
        DatagramChannel receiver = bound();
        byte[] array = "--payload--".getBytes();
        ByteBuffer[] sources = {
            ByteBuffer.wrap(array, 2, 7),
            ByteBuffer.wrap(array, 2, 7).slice(),
            ByteBuffer.wrap(array, 2, 7).asReadOnlyBuffer(),
            ByteBuffer.allocateDirect(11).put(array).flip().position(2).limit(9),
            ByteBuffer.allocateDirect(11).put(array).flip().position(2).limit(9).asReadOnlyBuffer()
        };
        for (ByteBuffer source : sources) {
            sender.send(source, receiver.getLocalAddress());
            assertThat(source.remaining()).isZero();
            assertThat(source.position()).isEqualTo(source.limit());
        }
        ByteBuffer[] destinations = {
            ByteBuffer.allocate(20).position(3).limit(15),
            ByteBuffer.allocateDirect(20).position(3).limit(15),
            ByteBuffer.allocate(20).position(3).slice(),
            ByteBuffer.allocateDirect(20).position(3).slice(),
            ByteBuffer.wrap(new byte[30], 10, 7)
        };
        for (ByteBuffer destination : destinations) {
            int start = destination.position();
            int limit = destination.limit();
            receive(receiver, destination);
            assertThat(destination.position()).isEqualTo(start + 7);
            assertThat(destination.limit()).isEqualTo(limit);
            assertThat(text(destination.flip().position(start))).isEqualTo("payload");
        }
    }

    @Test
    void readAndWriteOfAConnection() throws Exception {
        Couple couple = couple();
        assertThat(couple.near().write(bytes("ping"))).isEqualTo(4);
        ByteBuffer room = ByteBuffer.allocate(10);
        assertThat(background(() -> couple.far().read(room)).get()).isEqualTo(4);
        assertThat(text(room.flip())).isEqualTo("ping");
        couple.far().write(bytes("pong"));
        assertThat(receive(couple.near()))
                .isEqualTo(new Received("pong", couple.far().getLocalAddress()));
    }

    @Test
    void eachDatagramIsReadAlone() throws Exception {
        Couple couple = couple();
        couple.near().write(bytes("one"));
        couple.near().write(bytes("three"));
        ByteBuffer room = ByteBuffer.allocate(100);
        assertThat(background(() -> couple.far().read(room)).get()).isEqualTo(3);
        assertThat(background(() -> couple.far().read(room)).get()).isEqualTo(5);
        assertThat(text(room.flip())).isEqualTo("onethree");
    }

    @Test
    void gatherAndScatter() throws Exception {
        for (int parts : new int[] {1, 2, 3, 15, 16}) {
            gatherAndScatter(parts);
        }
    }

    @Test
    void gatherAndScatterOfMoreThanSixteenBuffers() throws Exception {
        for (int parts : new int[] {17, 40, 100}) {
            gatherAndScatter(parts);
        }
    }

    private void gatherAndScatter(int parts) throws Exception {
        Couple couple = couple();
        String text = letters(parts * 7 + 3);
        ByteBuffer[] sources = split(text, parts);
        assertThat(couple.near().write(sources)).as("%s parts", parts).isEqualTo(text.length());
        assertThat(sources).allMatch(source -> !source.hasRemaining());
        ByteBuffer[] rooms = rooms(parts, 10);
        assertThat(background(() -> couple.far().read(rooms)).get())
                .as("%s parts", parts)
                .isEqualTo(text.length());
        assertThat(join(rooms)).isEqualTo(text);
    }

    @Test
    void gatherAndScatterOfARange() throws Exception {
        Couple couple = couple();
        ByteBuffer[] sources = {bytes("no"), bytes("yes"), ByteBuffer.allocate(0), bytes("YES"), bytes("no")};
        assertThat(couple.near().write(sources, 1, 3)).isEqualTo(6);
        assertThat(sources[0].remaining()).isEqualTo(2);
        assertThat(sources[4].remaining()).isEqualTo(2);
        ByteBuffer[] rooms = rooms(4, 4);
        assertThat(background(() -> couple.far().read(rooms, 1, 2)).get()).isEqualTo(6);
        assertThat(rooms[0].position()).isZero();
        assertThat(rooms[3].position()).isZero();
        assertThat(join(rooms)).isEqualTo("yesYES");
    }

    @Test
    void whatDoesNotFitIsDropped() throws Exception {
        DatagramChannel receiver = bound();
        DatagramChannel sender = connectedTo(receiver);
        for (int i = 0; i < 2; i++) {
            sender.write(bytes("longer than the room"));
            sender.write(bytes("next"));
        }
        for (ByteBuffer room : new ByteBuffer[] {ByteBuffer.allocate(6), ByteBuffer.allocateDirect(6)}) {
            assertThat(receive(receiver, room)).isEqualTo(sender.getLocalAddress());
            assertThat(text(room.flip())).isEqualTo("longer");
            assertThat(receive(receiver).text()).isEqualTo("next");
        }
    }

    @Test
    void whatDoesNotFitIsDroppedFromAReadAndAScatter() throws Exception {
        Couple couple = couple();
        couple.near().write(bytes("longer than the room"));
        couple.near().write(bytes("longer than the rooms"));
        couple.near().write(bytes("next"));
        ByteBuffer room = ByteBuffer.allocate(6);
        assertThat(background(() -> couple.far().read(room)).get()).isEqualTo(6);
        assertThat(text(room.flip())).isEqualTo("longer");
        ByteBuffer[] rooms = rooms(3, 4);
        assertThat(background(() -> couple.far().read(rooms)).get()).isEqualTo(12);
        assertThat(join(rooms)).isEqualTo("longer than ");
        assertThat(receive(couple.far()).text()).isEqualTo("next");
    }

    @Test
    void whatDoesNotFitIntoManyBuffersIsDropped() throws Exception {
        Couple couple = couple();
        couple.near().write(bytes(letters(50)));
        couple.near().write(bytes("next"));
        ByteBuffer[] rooms = rooms(20, 2);
        assertThat(background(() -> couple.far().read(rooms)).get()).isEqualTo(40);
        assertThat(join(rooms)).isEqualTo(letters(40));
        assertThat(receive(couple.far()).text()).isEqualTo("next");
    }

    @Test
    void anEmptyDatagramIsADatagram() throws Exception {
        DatagramChannel receiver = bound();
        DatagramChannel sender = bound();
        for (ByteBuffer empty : new ByteBuffer[] {ByteBuffer.allocate(0), ByteBuffer.allocateDirect(0)}) {
            assertThat(sender.send(empty, receiver.getLocalAddress())).isZero();
            assertThat(receive(receiver)).isEqualTo(new Received("", sender.getLocalAddress()));
        }
        sender.send(ByteBuffer.allocate(0), receiver.getLocalAddress());
        assertThat(receive(nonBlocking(receiver))).isEqualTo(new Received("", sender.getLocalAddress()));
    }

    @Test
    void anEmptyDatagramOfAConnectedChannelIsADatagram() throws Exception {
        DatagramChannel receiver = bound();
        DatagramChannel sender = connectedTo(receiver);
        assertThat(sender.write(ByteBuffer.allocate(0))).isZero();
        assertThat(sender.send(ByteBuffer.allocate(0), receiver.getLocalAddress()))
                .isZero();
        assertThat(sender.write(new ByteBuffer[] {ByteBuffer.allocate(0), ByteBuffer.allocateDirect(0)}))
                .isZero();
        sender.write(bytes("end"));
        for (String expected : new String[] {"", "", "", "end"}) {
            assertThat(receive(receiver).text()).isEqualTo(expected);
        }
    }

    @Test
    void anEmptyDatagramEndsARead() throws Exception {
        DatagramSocket foreign = foreign();
        DatagramChannel channel = bound().connect(foreign.getLocalSocketAddress());
        ByteBuffer room = ByteBuffer.allocate(10);
        for (int i = 0; i < 2; i++) {
            foreign.send(packet("", channel.getLocalAddress()));
            foreign.send(packet("after", channel.getLocalAddress()));
            assertThat(background(() -> channel.read(room)).get()).isZero();
            assertThat(background(() -> channel.read(room)).get()).isEqualTo(5);
            room.clear();
        }
    }

    @Test
    void aReceiveWithoutRoomWaitsAndDropsTheDatagram() throws Exception {
        DatagramChannel receiver = bound();
        DatagramChannel sender = connectedTo(receiver);
        for (ByteBuffer none : new ByteBuffer[] {ByteBuffer.allocate(0), ByteBuffer.allocateDirect(0)}) {
            Background<SocketAddress> receiving = background(() -> receiver.receive(none));
            receiving.staysBlocked();
            sender.write(bytes("dropped"));
            assertThat(receiving.get()).isEqualTo(sender.getLocalAddress());
            sender.write(bytes("next"));
            assertThat(receive(receiver).text()).isEqualTo("next");
        }
        nonBlocking(receiver);
        assertThat(receiver.receive(ByteBuffer.allocate(0))).isNull();
    }

    @Test
    void aReadWithoutRoomLeavesTheDatagram() throws Exception {
        Couple couple = couple();
        DatagramChannel far = couple.far();
        ByteBuffer[] none = {ByteBuffer.allocate(0), ByteBuffer.allocateDirect(0)};
        assertThat(background(() -> far.read(ByteBuffer.allocate(0))).get()).isZero();
        assertThat(background(() -> far.read(none)).get()).isZero();
        assertThat(background(() -> far.read(new ByteBuffer[0])).get()).isZero();
        couple.near().write(bytes("kept"));
        awaitDatagram(far);
        assertThat(far.read(ByteBuffer.allocateDirect(0))).isZero();
        assertThat(far.read(none)).isZero();
        assertThat(receive(far).text()).isEqualTo("kept");
    }

    @Test
    void theLargestDatagramArrives() throws Exception {
        DatagramChannel receiver = openDatagram();
        receiver.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 18);
        receiver.bind(new InetSocketAddress(LOOPBACK, 0));
        DatagramChannel sender = openDatagram();
        sender.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 18);
        byte[] data = new byte[LARGEST];
        new Random(1).nextBytes(data);
        assertThat(sender.send(ByteBuffer.wrap(data), receiver.getLocalAddress()))
                .isEqualTo(LARGEST);
        ByteBuffer room = ByteBuffer.allocate(ENOUGH);
        receive(receiver, room);
        assertThat(Arrays.equals(room.array(), 0, room.position(), data, 0, LARGEST))
                .isTrue();
    }

    @Test
    void moreThanTheLargestDatagramIsRefused() throws Exception {
        DatagramChannel receiver = bound();
        DatagramChannel unconnected = bound();
        DatagramChannel connected = connectedTo(receiver);
        for (int size : new int[] {LARGEST + 1, ENOUGH, 200_000}) {
            ByteBuffer source = ByteBuffer.allocate(size);
            assertThat(catchThrowable(() -> unconnected.send(source, receiver.getLocalAddress())))
                    .isInstanceOf(IOException.class);
            assertThat(catchThrowable(() -> connected.write(source))).isInstanceOf(IOException.class);
            assertThat(source.remaining()).isEqualTo(size);
            ByteBuffer[] parts = {ByteBuffer.allocate(size - 1), ByteBuffer.allocateDirect(1)};
            assertThat(catchThrowable(() -> connected.write(parts))).isInstanceOf(IOException.class);
            assertThat(parts[0].remaining()).isEqualTo(size - 1);
            assertThat(parts[1].remaining()).isEqualTo(1);
        }
        connected.write(bytes("small"));
        assertThat(receive(receiver).text()).isEqualTo("small");
    }

    @Test
    void aConnectedChannelReceivesFromItsPeerAlone() throws Exception {
        DatagramChannel peer = bound();
        DatagramChannel channel = connectedTo(peer);
        bound().send(bytes("stranger"), channel.getLocalAddress());
        peer.send(bytes("peer"), channel.getLocalAddress());
        assertThat(receive(channel).text()).isEqualTo("peer");
        assertThat(nonBlocking(channel).receive(ByteBuffer.allocate(10))).isNull();
    }

    @Test
    void connectDropsWhatCameBefore() throws Exception {
        DatagramChannel peer = bound();
        DatagramChannel channel = bound();
        for (int i = 0; i < 5; i++) {
            bound().send(bytes("stranger"), channel.getLocalAddress());
        }
        awaitDatagram(channel);
        channel.connect(peer.getLocalAddress());
        assertThat(channel.isBlocking()).isTrue();
        peer.send(bytes("peer"), channel.getLocalAddress());
        assertThat(receive(channel).text()).isEqualTo("peer");
    }

    @Test
    void nothingToReceiveIsNothing() throws Exception {
        DatagramChannel channel = nonBlocking(couple().near());
        assertThat(channel.receive(ByteBuffer.allocate(10))).isNull();
        assertThat(channel.read(ByteBuffer.allocate(10))).isZero();
        assertThat(channel.read(rooms(3, 10))).isZero();
        assertThat(channel.read(rooms(20, 10))).isZero();
    }

    @Test
    void sendsFromManySources() throws Exception {
        DatagramChannel receiver = bound();
        for (int i = 0; i < 20; i++) {
            DatagramChannel sender = bound();
            sender.send(bytes("from " + i), receiver.getLocalAddress());
            sender.send(bytes("again " + i), receiver.getLocalAddress());
            assertThat(receive(receiver)).isEqualTo(new Received("from " + i, sender.getLocalAddress()));
            assertThat(receive(receiver)).isEqualTo(new Received("again " + i, sender.getLocalAddress()));
        }
    }

    @Test
    void ipv6() throws Exception {
        InetAddress loopback = InetAddress.getByName("::1");
        DatagramChannel receiver = openDatagram(StandardProtocolFamily.INET6).bind(new InetSocketAddress(loopback, 0));
        DatagramChannel sender = openDatagram(StandardProtocolFamily.INET6).bind(new InetSocketAddress(loopback, 0));
        sender.send(bytes("six"), receiver.getLocalAddress());
        Received received = receive(receiver);
        assertThat(received.text()).isEqualTo("six");
        assertThat(inet(received.from()).getAddress()).isEqualTo(loopback);
        assertThat(inet(received.from()).getPort())
                .isEqualTo(inet(sender.getLocalAddress()).getPort());
    }

    @Test
    void ipv4SendersToADualStackChannelAreIpv4() throws Exception {
        DatagramChannel receiver = openDatagram().bind(null);
        DatagramChannel sender = openDatagram(StandardProtocolFamily.INET).bind(new InetSocketAddress(LOOPBACK, 0));
        sender.send(
                bytes("four"),
                new InetSocketAddress(LOOPBACK, inet(receiver.getLocalAddress()).getPort()));
        assertThat(receive(receiver)).isEqualTo(new Received("four", sender.getLocalAddress()));
    }

    @Test
    void aConnectedChannelIsToldThatNobodyReceives() throws Exception {
        DatagramChannel channel = bound().connect(nobody());
        channel.write(bytes("x"));
        Background<?> reader = background(() -> channel.read(ByteBuffer.allocate(10)));
        assertThat(reader.thrown()).isExactlyInstanceOf(PortUnreachableException.class);
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.isConnected()).isTrue();
    }

    @Test
    void anUnconnectedChannelIsNotToldThatNobodyReceives() throws Exception {
        DatagramChannel channel = bound();
        for (int i = 0; i < 3; i++) {
            channel.send(bytes("x"), nobody());
        }
        Background<Received> receiving = background(() -> receive(channel));
        receiving.staysBlocked();
        bound().send(bytes("somebody"), channel.getLocalAddress());
        assertThat(receiving.get().text()).isEqualTo("somebody");
    }

    @Test
    void broadcastIsForThoseWhoAskForIt() throws Exception {
        InetSocketAddress all = new InetSocketAddress(address(255, 255, 255, 255), 9);
        DatagramChannel channel = openDatagram(StandardProtocolFamily.INET);
        assertThat(channel.getOption(StandardSocketOptions.SO_BROADCAST)).isFalse();
        assertThat(catchThrowable(() -> channel.send(bytes("x"), all))).isInstanceOf(SocketException.class);
        channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
        assertThat(channel.send(bytes("x"), all)).isOne();
    }

    @Test
    void readinessOfAnEmptyDatagram() throws Exception {
        DatagramChannel receiver = nonBlocking(bound());
        bound().send(ByteBuffer.allocate(0), receiver.getLocalAddress());
        await(receiver, SelectionKey.OP_READ);
        assertThat(receiver.receive(ByteBuffer.allocate(1))).isNotNull();
        assertThat(receiver.receive(ByteBuffer.allocate(1))).isNull();
    }
}
