package io.nioshare.provider.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressCodecTest {

    private static final int INET6 = 23;
    private static final int PORT = 0xfedc;

    private final IpAddressCodec codec = new IpAddressCodec(INET6);
    private final ByteBuffer memory = ByteBuffer.allocateDirect(32).order(ByteOrder.LITTLE_ENDIAN);

    @ParameterizedTest
    @CsvSource({
        "false, 1.2.253.254, 0200fedc0102fdfe0000000000000000",
        "false, ::,          0200fedc000000000000000000000000",
        "true,  1.2.253.254, 1700fedc0000000000000000000000000000ffff0102fdfe00000000",
        "true,  0.0.0.0,     1700fedc000000000000000000000000000000000000000000000000",
        "true,  fe80::1:fffe%7, 1700fedc00000000fe80000000000000000000000001fffe07000000"
    })
    void isWrittenAsTheKernelHasIt(boolean ipv6, String host, String bytes) throws Exception {
        int length = codec.encode(new InetSocketAddress(InetAddress.getByName(host), PORT), ipv6, memory);

        assertThat(HexFormat.of().formatHex(head(length))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "127.0.0.1",
                "255.254.253.252",
                "::",
                "::1",
                "::1.2.3.4",
                "0102:0304:0506:0708:090a:0b0c:0d0e:0f10",
                "fffe:fdfc:fbfa:f9f8:f7f6:f5f4:f3f2:f1f0",
                "1::ffff:1.2.3.4",
                "::1:ffff:1.2.3.4",
                "::fffe:1.2.3.4",
                "::ffff:0:0:1.2.3.4"
            })
    void whatWasWrittenIsRead(String host) throws Exception {
        InetAddress address = InetAddress.getByName(host);
        codec.encode(new InetSocketAddress(address, PORT), address instanceof Inet6Address, memory);

        InetSocketAddress read = codec.decode(memory);

        assertThat(read.getAddress()).isEqualTo(address).hasSameClassAs(address);
        assertThat(read.getPort()).isEqualTo(PORT);
    }

    @Test
    void mappedOneIsReadAsIpv4() throws Exception {
        InetAddress address = InetAddress.getByName("10.11.12.13");
        codec.encode(new InetSocketAddress(address, 1), true, memory);

        assertThat(codec.decode(memory).getAddress())
                .isInstanceOf(Inet4Address.class)
                .isEqualTo(address);
    }

    @Test
    void scopeIsKept() throws Exception {
        codec.encode(new InetSocketAddress(InetAddress.getByName("fe80::2%9"), 1), true, memory);

        assertThat(IpAddressCodec.scope(codec.decode(memory))).isEqualTo(9);
    }

    @Test
    void otherFamiliesAreNone() {
        memory.putShort(0, (short) 1);

        assertThat(codec.decode(memory)).isNull();
    }

    @Test
    void anIpv4SocketHasNoIpv6Address() {
        InetSocketAddress target = new InetSocketAddress("::1", 1);

        assertThatThrownBy(() -> codec.encode(target, false, memory))
                .isInstanceOf(UnsupportedAddressTypeException.class);
    }

    private byte[] head(int length) {
        byte[] head = new byte[length];
        memory.get(0, head);
        return head;
    }
}
