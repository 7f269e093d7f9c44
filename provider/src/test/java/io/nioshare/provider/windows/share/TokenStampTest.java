package io.nioshare.provider.windows.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.fail;

import io.nioshare.ShareException;
import io.nioshare.TokenException;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenStampTest {
    private static final TokenStamp STAMP = new TokenStamp(
            0x11223344L, 0x01DC5C0102030405L, 0xFFFFFFFCL, UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));

    private static final String GOLDEN = "6e696f7368617265" // magic
            + "02000000" // version
            + "44332211" // target
            + "05040302015cdc01" // its start
            + "fcffffff" // exporter
            + "00112233445566778899aabbccddeeff" // nonce
            + "6c2248828ce52f3c";

    static Stream<byte[]> infos() {
        return Stream.of(SampleInfo.tcp(), SampleInfo.withName(""), SampleInfo.withName("x".repeat(229)));
    }

    @Test
    void goldenBytes() throws Exception {
        final byte[] token = STAMP.stamp(SampleInfo.tcp());

        assertThat(HexFormat.of().formatHex(token, TokenStamp.START, token.length))
                .isEqualTo(GOLDEN);
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
            new TokenStamp(0, 0, 0, new UUID(0, 0)), new TokenStamp(0xFFFFFFFFL, -1, 0xFFFFFFFFL, new UUID(-1, -1))
        }) {
            assertThat(TokenStamp.read(stamp.stamp(SampleInfo.tcp()))).contains(stamp);
        }
    }

    @Test
    void foreignTokenHasNoStamp() throws Exception {
        assertThat(TokenStamp.read(SampleInfo.tcp())).isEmpty();
        assertThat(TokenStamp.read(SampleInfo.withName("x".repeat(230)))).isEmpty();
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

    /** Its checksum was another one, so it would look damaged if the version didn't come first. */
    @Test
    void aStampOfTheFirstVersionIsToldAsSuch() throws Exception {
        final byte[] token = STAMP.stamp(SampleInfo.tcp());
        final String first = GOLDEN.replace("02000000", "01000000").replace("6c2248828ce52f3c", "2f4077970e640f9e");
        System.arraycopy(HexFormat.of().parseHex(first), 0, token, TokenStamp.START, first.length() / 2);

        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> TokenStamp.read(token))
                .withMessageContaining("version 1,");
    }

    @Test
    void stampsOfOtherVersionsAreMalformed() throws Exception {
        for (final int version : new int[] {0, 1, 3, -1}) {
            final byte[] token = STAMP.stamp(SampleInfo.tcp());
            ByteBuffer.wrap(token).order(ByteOrder.LITTLE_ENDIAN).putInt(584, version);
            // With the checksum of somebody who knows how it is made.
            final CRC32 crc = new CRC32();
            crc.update(token, 0, 620);
            final Adler32 adler = new Adler32();
            adler.update(token, 0, 620);
            ByteBuffer.wrap(token)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(620, (int) adler.getValue())
                    .putInt(624, (int) crc.getValue());
            assertMalformed(token, "version " + version);
        }
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
    @ValueSource(ints = {230, 240, 255, 256})
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

        assertThatIllegalArgumentException().isThrownBy(() -> new TokenStamp(-1, 0, 0, nonce));
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenStamp(0, 0, 1L << 32, nonce));
        assertThatNullPointerException().isThrownBy(() -> new TokenStamp(0, 0, 0, null));
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
