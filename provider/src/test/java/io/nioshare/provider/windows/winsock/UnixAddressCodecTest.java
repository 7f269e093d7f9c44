package io.nioshare.provider.windows.winsock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UnixAddressCodecTest {

    private final ByteBuffer memory = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void anAddressIsTheWholeStructure() throws SocketException {
        Arrays.fill(memory.array(), (byte) 7);
        assertThat(UnixAddressCodec.encode(UnixDomainSocketAddress.of("ab"), memory))
                .isEqualTo(110);
        byte[] expected = new byte[128];
        Arrays.fill(expected, 110, 128, (byte) 7);
        System.arraycopy(new byte[] {1, 0, 'a', 'b'}, 0, expected, 0, 4);
        assertThat(memory.array()).isEqualTo(expected);
        assertThat(UnixAddressCodec.decode(memory)).isEqualTo(UnixDomainSocketAddress.of("ab"));
    }

    @Test
    void pathsAreUtf8() throws SocketException {
        String name = "\u00fc";
        assumeTrue(
                Charset.forName(System.getProperty("sun.jnu.encoding"))
                        .newEncoder()
                        .canEncode(name),
                "files have no such names here");
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(name);
        UnixAddressCodec.encode(address, memory);
        byte[] path = new byte[3];
        memory.get(2, path);
        assertThat(path).isEqualTo(new byte[] {(byte) 0xc3, (byte) 0xbc, 0});
        assertThat(UnixAddressCodec.decode(memory)).isEqualTo(address);
    }

    @Test
    void thereIsALongestPath() throws SocketException {
        UnixDomainSocketAddress longest = UnixDomainSocketAddress.of("x".repeat(106));
        UnixAddressCodec.encode(longest, memory);
        assertThat(UnixAddressCodec.decode(memory)).isEqualTo(longest);
        assertThatThrownBy(() -> UnixAddressCodec.encode(UnixDomainSocketAddress.of("x".repeat(107)), memory))
                .isExactlyInstanceOf(SocketException.class);
    }

    @Test
    void zerosAreNoName() {
        assertThat(UnixAddressCodec.decode(memory)).isEqualTo(UnixDomainSocketAddress.of(""));
    }
}
