package io.nioshare.provider.windows.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.ShareException;
import io.nioshare.TargetProcessException;
import io.nioshare.TokenException;
import io.nioshare.TokenException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "10093, WSANOTINITIALISED",
        "10050, WSAENETDOWN",
        "10022, WSAEINVAL",
        "10036, WSAEINPROGRESS",
        "10024, WSAEMFILE",
        "10055, WSAENOBUFS",
        "10038, WSAENOTSOCK",
        "10014, WSAEFAULT",
        "6, WSA_INVALID_HANDLE"
    })
    void exportErrorIsPlainWithNameNumberMeaningAndRemedy(final int code, final String name) {
        final ShareException exception = ShareErrors.exporting(4711, code);

        assertThat(exception).isExactlyInstanceOf(ShareException.class);
        assertThat(exception.call()).isEqualTo("WSADuplicateSocketW");
        assertThat(exception.errorName()).isEqualTo(name);
        assertThat(exception.errorCode()).isEqualTo(code);
        assertThat(exception).hasMessageMatching("WSADuplicateSocketW: " + name + " \\(" + code + "\\), [^;]+; .+");
        assertThat(exception).hasMessageNotContaining("look the number up");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 87})
    void exportErrorsOfTheTargetNameIt(final int code) {
        final ShareException exception = ShareErrors.exporting(4_294_967_292L, code);

        assertThat(exception).isInstanceOf(TargetProcessException.class);
        assertThat(((TargetProcessException) exception).pid()).isEqualTo(4_294_967_292L);
        assertThat(exception).hasMessageContaining("process 4294967292");
        assertThat(exception.errorCode()).isEqualTo(code);
    }

    @Test
    void qosIsNamedWhereItMayBeTheReason() {
        assertThat(ShareErrors.exporting(1, 10022)).hasMessageContaining("QoS");
    }

    @ParameterizedTest
    @CsvSource({
        "10022, STALE",
        "10038, STALE",
        "6, STALE",
        "87, STALE",
        "10041, MALFORMED",
        "10043, MALFORMED",
        "10044, MALFORMED",
        "10047, MALFORMED",
        "10105, MALFORMED"
    })
    void importErrorsOfTheTokenHaveTheirReason(final int code, final Reason reason) {
        final ShareException exception = ShareErrors.importing(code);

        assertThat(exception).isInstanceOf(TokenException.class);
        assertThat(((TokenException) exception).reason()).isEqualTo(reason);
        assertThat(exception.call()).isEqualTo("WSASocketW(FROM_PROTOCOL_INFO)");
        assertThat(exception.errorCode()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 10014, 10024, 10036, 10050, 10055, 10093})
    void otherImportErrorsArePlain(final int code) {
        final ShareException exception = ShareErrors.importing(code);

        assertThat(exception).isExactlyInstanceOf(ShareException.class).hasMessageNotContaining("look the number up");
        assertThat(exception.errorCode()).isEqualTo(code);
    }

    @Test
    void unknownNumberIsKept() {
        for (final ShareException exception :
                new ShareException[] {ShareErrors.exporting(1, 12345), ShareErrors.importing(12345)}) {
            assertThat(exception).isExactlyInstanceOf(ShareException.class);
            assertThat(exception.errorName()).isEqualTo("unknown");
            assertThat(exception.errorCode()).isEqualTo(12345);
        }
    }

    @Test
    void openingNamesItsOwnCall() {
        final ShareException exception = ShareErrors.opening(7, "OpenProcess", 5);

        assertThat(exception).isInstanceOf(TargetProcessException.class);
        assertThat(exception.call()).isEqualTo("OpenProcess");
        assertThat(ShareErrors.opening(7, "OpenProcess", 1450)).isExactlyInstanceOf(ShareException.class);
    }

    @Test
    void endedTargetHasNoNumber() {
        final TargetProcessException exception = ShareErrors.ended(7);

        assertThat(exception.pid()).isEqualTo(7);
        assertThat(exception.errorCode()).isEqualTo(ShareException.NO_ERROR_CODE);
        assertThat(exception).hasMessageContaining("process 7: the process has ended");
    }
}
