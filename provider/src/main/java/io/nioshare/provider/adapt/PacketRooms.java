package io.nioshare.provider.adapt;

import java.net.DatagramPacket;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * How much room packets have that received something. A {@link DatagramPacket} keeps it in a field that only the JDK can
 * reach: its public {@code setLength} makes what was received the room for the next datagram, too. So a packet that is
 * as the last receive left it gets the room that it had then.
 */
final class PacketRooms {

    private record Room(byte[] data, int offset, int received, int room) {

        boolean isUntouched(DatagramPacket packet) {
            return packet.getData() == data && packet.getOffset() == offset && packet.getLength() == received;
        }
    }

    private static final Map<DatagramPacket, Room> ROOMS = Collections.synchronizedMap(new WeakHashMap<>());

    private PacketRooms() {}

    /** How many bytes the packet can receive. Under its monitor. */
    static int of(DatagramPacket packet) {
        Room room = ROOMS.get(packet);
        return room != null && room.isUntouched(packet) ? room.room : packet.getLength();
    }

    /** Sets the length of what was received. Under the packet's monitor. */
    static void received(DatagramPacket packet, int length, int room) {
        packet.setLength(length);
        if (length < room) {
            ROOMS.put(packet, new Room(packet.getData(), packet.getOffset(), length, room));
        } else {
            ROOMS.remove(packet);
        }
    }
}
