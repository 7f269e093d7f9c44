package io.nioshare.provider.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UnixAddressCodecTest {

    private final ByteBuffer memory = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);

    private UnixDomainSocketAddress decode(String bytes) {
        memory.put(0, bytes.getBytes(StandardCharsets.ISO_8859_1));
        return UnixAddressCodec.decode(memory, bytes.length());
    }

    private static String path(int length) {
        return "x".repeat(length);
    }

    @Test
    void anAddressIsItsFamilyItsPathAndAZero() throws SocketException {
        memory.put(0, "leftovers".getBytes(StandardCharsets.ISO_8859_1));
        int length = UnixAddressCodec.encode(UnixDomainSocketAddress.of("ab"), memory);
        byte[] bytes = new byte[length];
        memory.get(0, bytes);
        assertThat(bytes).isEqualTo(new byte[] {1, 0, 'a', 'b', 0});
    }

    @Test
    void noPathIsAZeroAlone() throws SocketException {
        assertThat(UnixAddressCodec.encode(UnixDomainSocketAddress.of(""), memory))
                .isEqualTo(3);
        assertThat(memory.getShort(0)).isEqualTo((short) 1);
        assertThat(memory.get(2)).isZero();
    }

    @Test
    void thereIsALongestPath() throws SocketException {
        UnixDomainSocketAddress longest = UnixDomainSocketAddress.of(path(106));
        int length = UnixAddressCodec.encode(longest, memory);
        assertThat(length).isEqualTo(109).isLessThanOrEqualTo(UnixAddressCodec.MAX_BYTES);
        assertThat(UnixAddressCodec.decode(memory, length)).isEqualTo(longest);
        assertThatThrownBy(() -> UnixAddressCodec.encode(UnixDomainSocketAddress.of(path(107)), memory))
                .isExactlyInstanceOf(SocketException.class)
                .hasMessageContaining("107");
    }

    @Test
    void aPathEndsAtItsZeroOrWithTheAddress() {
        assertThat(decode("\1\0/run/it\0garbage")).isEqualTo(UnixDomainSocketAddress.of("/run/it"));
        assertThat(decode("\1\0/run/it")).isEqualTo(UnixDomainSocketAddress.of("/run/it"));
        String full = path(108);
        assertThat(decode("\1\0" + full)).isEqualTo(UnixDomainSocketAddress.of(full));
    }

    @Test
    void whatHasNoNameInJavaIsUnnamed() {
        UnixDomainSocketAddress unnamed = UnixDomainSocketAddress.of("");
        assertThat(decode("\1\0")).isEqualTo(unnamed);
        assertThat(decode("\1\0\0")).isEqualTo(unnamed);
        assertThat(decode("\1\0\0abstract")).isEqualTo(unnamed);
        assertThat(UnixAddressCodec.isUnnamed(2)).isTrue();
        assertThat(UnixAddressCodec.isUnnamed(3)).isFalse();
    }
}
