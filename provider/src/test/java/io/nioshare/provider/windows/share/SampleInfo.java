package io.nioshare.provider.windows.share;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A structure as WSADuplicateSocketW gives it for TCP over IPv4, with 0x1234 for the handle. */
final class SampleInfo {
    static final String NAME = "MSAFD Tcpip [TCP/IP]";

    private SampleInfo() {}

    static byte[] tcp() {
        return withName(NAME);
    }

    static byte[] withName(final String name) {
        final ByteBuffer info = ByteBuffer.allocate(ProtocolInfo.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        info.putInt(0x00020066).putInt(0).putInt(0x1234).putInt(0xFF00FF00).putInt(8);
        info.put(HexFormat.of().parseHex("a01a0fe78babcf118ca300805f48a192"));
        info.putInt(1001).putInt(1);
        info.position(72);
        info.putInt(2).putInt(2).putInt(16).putInt(16).putInt(1).putInt(6);
        info.put(ProtocolInfo.PROTOCOL_NAME, name.getBytes(StandardCharsets.UTF_16LE));
        return info.array();
    }
}
