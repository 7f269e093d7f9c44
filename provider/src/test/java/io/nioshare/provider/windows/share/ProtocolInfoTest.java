package io.nioshare.provider.windows.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nioshare.TokenException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProtocolInfoTest {
    private static final int SERVICE_FLAGS_3 = 8;
    private static final int SERVICE_FLAGS_4 = 12;
    private static final int CHAIN_LENGTH = 40;

    private static ProtocolInfo with(int offset, int value) {
        byte[] info = SampleInfo.tcp();
        ByteBuffer.wrap(info).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
        return ProtocolInfo.of(info);
    }

    @Test
    void winesDuplicatesTellWhetherTheTargetHasAHandle() {
        ProtocolInfo given = ProtocolInfo.of(SampleInfo.tcp());
        assertThat(given.namesHandle()).isTrue();
        assertThat(given.namesNoHandle()).isFalse();
        ProtocolInfo notGiven = with(SERVICE_FLAGS_3, 0);
        assertThat(notGiven.namesHandle()).isFalse();
        assertThat(notGiven.namesNoHandle()).isTrue();
    }

    @Test
    void thoseOfWindowsDoNot() {
        ProtocolInfo info = with(SERVICE_FLAGS_4, 0);
        assertThat(info.namesHandle()).isFalse();
        assertThat(info.namesNoHandle()).isFalse();
    }

    @Test
    void onlyABaseProtocolIsABaseProvider() {
        assertThat(ProtocolInfo.of(SampleInfo.tcp()).baseProvider()).isEqualTo(1001);
        assertThat(with(CHAIN_LENGTH, 0).baseProvider()).isNull();
        assertThat(with(CHAIN_LENGTH, 2).baseProvider()).isNull();
    }

    @Test
    void fieldsAreWhereTheHeaderHasThem() {
        final ProtocolInfo info = ProtocolInfo.of(SampleInfo.tcp());

        assertThat(info.serviceFlags3()).isEqualTo(0x1234);
        assertThat(info.providerId()).isEqualTo(UUID.fromString("e70f1aa0-ab8b-11cf-8ca3-00805f48a192"));
        assertThat(info.catalogEntryId()).isEqualTo(1001);
        assertThat(info.addressFamily()).isEqualTo(2);
        assertThat(info.socketType()).isEqualTo(1);
        assertThat(info.protocol()).isEqualTo(6);
        assertThat(info.protocolName()).isEqualTo(SampleInfo.NAME);
    }

    @Test
    void nameWithoutTerminatorEndsWithTheStructure() {
        final byte[] bytes = SampleInfo.tcp();
        Arrays.fill(bytes, ProtocolInfo.PROTOCOL_NAME, ProtocolInfo.SIZE, (byte) 0x41);

        assertThat(ProtocolInfo.of(bytes).protocolName()).hasSize(256);
    }

    @Test
    void laterChangesOfTheBytesDontShow() {
        final byte[] bytes = SampleInfo.tcp();
        final ProtocolInfo info = ProtocolInfo.of(bytes);

        Arrays.fill(bytes, (byte) 0xFF);

        assertThat(info.addressFamily()).isEqualTo(2);
    }

    @Test
    void otherSizesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProtocolInfo.of(new byte[627]))
                .withMessageContaining("627");
        assertThatIllegalArgumentException().isThrownBy(() -> ProtocolInfo.of(new byte[629]));
    }

    @Test
    void zerosAreNoUsableSocket() {
        assertThatCode(() -> ProtocolInfo.of(SampleInfo.tcp()).requireUsable()).doesNotThrowAnyException();
        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> ProtocolInfo.of(new byte[ProtocolInfo.SIZE]).requireUsable())
                .withMessageContaining("address family 0")
                .matches(exception -> exception.reason() == TokenException.Reason.MALFORMED);
    }

    @Test
    void rawSocketIsNoUsableSocket() {
        final byte[] raw = SampleInfo.tcp();
        raw[88] = 3;

        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> ProtocolInfo.of(raw).requireUsable())
                .withMessageContaining("type 3");
    }
}
