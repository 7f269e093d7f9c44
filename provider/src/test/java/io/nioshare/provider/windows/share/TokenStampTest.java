package io.nioshare.provider.windows.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.fail;

import io.nioshare.ShareException;
import io.nioshare.TokenException;
import io.nioshare.provider.memory.IpAddressCodec;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenStampTest {
    private static final TokenStamp STAMP = new TokenStamp(
            0x11223344L,
            0x01DC5C0102030405L,
            0xFFFFFFFCL,
            UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
            new InetSocketAddress("192.0.2.7", 443));

    private static final int MAGIC_AT = 576;

    private static final String GOLDEN_PEER = "c0000207000000000000000000000000" // address
            + "00000000" // scope
            + "bb01" // port
            + "0400"; // how long the address is

    private static final String GOLDEN = "6e696f7368617265" // magic
            + "03000000" // version
            + "44332211" // target
            + "05040302015cdc01" // its start
            + "fcffffff" // exporter
            + "00112233445566778899aabbccddeeff" // nonce
            + "f623aedbd4230a39";

    static Stream<byte[]> infos() {
        return Stream.of(SampleInfo.tcp(), SampleInfo.withName(""), SampleInfo.withName("x".repeat(217)));
    }

    @Test
    void goldenBytes() throws Exception {
        final byte[] token = STAMP.stamp(SampleInfo.tcp());

        assertThat(HexFormat.of().formatHex(token, TokenStamp.START, token.length))
                .isEqualTo(GOLDEN_PEER + GOLDEN);
        assertThat(Arrays.copyOf(token, TokenStamp.START)).isEqualTo(Arrays.copyOf(SampleInfo.tcp(), TokenStamp.START));
    }

    @ParameterizedTest
    @MethodSource("infos")
    void stampIsReadAndStrippedWithoutTrace(final byte[] info) throws Exception {
        final byte[] before = info.clone();
        final byte[] token = STAMP.stamp(info);

        assertThat(info).isEqualTo(before);
        assertThat(TokenStamp.read(token)).contains(STAMP);
        assertThat(TokenStamp.strip(token)).isEqualTo(info);
        assertThat(ProtocolInfo.of(token).protocolName())
                .isEqualTo(ProtocolInfo.of(info).protocolName());
    }

    @Test
    void extremesOfTheFieldsSurvive() throws Exception {
        for (final TokenStamp stamp : new TokenStamp[] {
            new TokenStamp(0, 0, 0, new UUID(0, 0), null),
            new TokenStamp(0xFFFFFFFFL, -1, 0xFFFFFFFFL, new UUID(-1, -1), new InetSocketAddress(0xFFFF))
        }) {
            assertThat(TokenStamp.read(stamp.stamp(SampleInfo.tcp()))).contains(stamp);
        }
    }

    @Test
    void foreignTokenHasNoStamp() throws Exception {
        assertThat(TokenStamp.read(SampleInfo.tcp())).isEmpty();
        assertThat(TokenStamp.read(SampleInfo.withName("x".repeat(218)))).isEmpty();
        assertThat(TokenStamp.read(new byte[ProtocolInfo.SIZE])).isEmpty();
        assertThat(TokenStamp.strip(SampleInfo.tcp())).isEqualTo(SampleInfo.tcp());
    }

    @Test
    void everyFlippedBitIsDetected() throws Exception {
        final byte[] token = STAMP.stamp(SampleInfo.tcp());

        for (int bit = 0; bit < token.length * Byte.SIZE; bit++) {
            final byte[] flipped = token.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertMalformed(flipped, "bit " + bit);
        }
    }

    @Test
    void everyByteOfTheStampWipedIsDetected() throws Exception {
        final byte[] token = STAMP.stamp(SampleInfo.tcp());

        for (int i = TokenStamp.START; i < token.length; i++) {
            final byte[] wiped = token.clone();
            wiped[i] = 0;
            if (token[i] != 0) {
                assertMalformed(wiped, "byte " + i);
            }
        }
    }

    @Test
    void oneByteOfGarbageInForeignTokenIsNotTakenForNothing() {
        for (int i = TokenStamp.START; i < ProtocolInfo.SIZE; i++) {
            final byte[] garbage = SampleInfo.tcp();
            garbage[i] = 1;
            assertMalformed(garbage, "byte " + i);
        }
    }

    /** Their checksums were others, so they would look damaged if the version didn't come first. */
    @ParameterizedTest
    @CsvSource({"1, 2f4077970e640f9e", "2, 6c2248828ce52f3c"})
    void stampsOfEarlierVersionsAreToldAsSuch(final int version, final String checksum) {
        final byte[] token = SampleInfo.tcp();
        final String head = GOLDEN.substring(0, GOLDEN.length() - checksum.length());
        final String earlier = head.replace("03000000", "0" + version + "000000") + checksum;
        System.arraycopy(HexFormat.of().parseHex(earlier), 0, token, MAGIC_AT, earlier.length() / 2);

        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> TokenStamp.read(token))
                .withMessageContaining("version " + version + ",");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "255.255.255.255", "::", "2001:db8::1:2", "fe80::1%7"})
    void peersSurvive(final String host) throws Exception {
        final TokenStamp stamp = new TokenStamp(1, 2, 3, STAMP.nonce(), new InetSocketAddress(host, 65_535));

        final InetSocketAddress peer =
                TokenStamp.read(stamp.stamp(SampleInfo.tcp())).orElseThrow().peer();

        assertThat(peer).isEqualTo(stamp.peer());
        assertThat(IpAddressCodec.scope(peer)).isEqualTo(IpAddressCodec.scope(stamp.peer()));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "5, 0", "17, 0", "65535, 0", "4, 7"})
    void peersThatAreNoneAreMalformed(final int bytes, final int scope) throws Exception {
        final byte[] token = STAMP.stamp(SampleInfo.tcp());
        ByteBuffer.wrap(token).order(ByteOrder.LITTLE_ENDIAN).putInt(568, scope).putShort(574, (short) bytes);
        sealed(token);

        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> TokenStamp.read(token))
                .withMessageContaining("names a peer");
    }

    @Test
    void stampsOfOtherVersionsAreMalformed() throws Exception {
        for (final int version : new int[] {0, 1, 2, 4, -1}) {
            final byte[] token = STAMP.stamp(SampleInfo.tcp());
            ByteBuffer.wrap(token).order(ByteOrder.LITTLE_ENDIAN).putInt(584, version);
            assertMalformed(sealed(token), "version " + version);
        }
    }

    /** With the checksum of somebody who knows how it is made. */
    private static byte[] sealed(final byte[] token) {
        final CRC32 crc = new CRC32();
        crc.update(token, 0, 620);
        final Adler32 adler = new Adler32();
        adler.update(token, 0, 620);
        return ByteBuffer.wrap(token)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(620, (int) adler.getValue())
                .putInt(624, (int) crc.getValue())
                .array();
    }

    @Test
    void truncatedAndPaddedTokensAreMalformed() throws Exception {
        final byte[] token = STAMP.stamp(SampleInfo.tcp());

        for (int length = 0; length <= 2 * ProtocolInfo.SIZE; length++) {
            if (length != ProtocolInfo.SIZE) {
                assertMalformed(Arrays.copyOf(token, length), "length " + length);
            }
        }
    }

    @Test
    void randomTokensAreMalformed() {
        final Random random = new Random(20261123);
        for (int i = 0; i < 2_000; i++) {
            final byte[] token = new byte[ProtocolInfo.SIZE];
            random.nextBytes(token);
            assertMalformed(token, "token " + i);
        }
    }

    @Test
    void stampOfOneTokenDoesNotServeAnother() throws Exception {
        final byte[] token = STAMP.stamp(SampleInfo.tcp());
        final byte[] other = SampleInfo.withName("another");
        System.arraycopy(token, TokenStamp.START, other, TokenStamp.START, ProtocolInfo.SIZE - TokenStamp.START);

        assertMalformed(other, "moved stamp");
    }

    @ParameterizedTest
    @ValueSource(ints = {218, 230, 240, 255, 256})
    void nameThatReachesTheStampIsNeverOverwritten(final int length) {
        assertThatExceptionOfType(ShareException.class)
                .isThrownBy(() -> STAMP.stamp(SampleInfo.withName("n".repeat(length))))
                .withMessageContaining("\"" + "n".repeat(length) + "\"")
                .withMessageContaining("no room");
    }

    @Test
    void stampedTokenIsNotStampedAgain() throws Exception {
        final byte[] token = STAMP.stamp(SampleInfo.tcp());

        assertThatExceptionOfType(ShareException.class).isThrownBy(() -> STAMP.stamp(token));
    }

    @Test
    void argumentsAreChecked() {
        final UUID nonce = new UUID(1, 2);

        assertThatIllegalArgumentException().isThrownBy(() -> new TokenStamp(-1, 0, 0, nonce, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenStamp(0, 0, 1L << 32, nonce, null));
        assertThatNullPointerException().isThrownBy(() -> new TokenStamp(0, 0, 0, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> STAMP.stamp(new byte[627]));
        assertThatIllegalArgumentException().isThrownBy(() -> TokenStamp.strip(new byte[629]));
    }

    private static void assertMalformed(final byte[] token, final String what) {
        try {
            fail("%s was taken as %s", what, TokenStamp.read(token));
        } catch (final TokenException e) {
            assertThat(e.reason()).as(what).isEqualTo(TokenException.Reason.MALFORMED);
        }
    }
}
