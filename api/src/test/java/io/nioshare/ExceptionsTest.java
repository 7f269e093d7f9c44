package io.nioshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class ExceptionsTest {
    private static final ShareFailure NOT_A_SOCKET = new ShareFailure(
            "WSADuplicateSocketW", "WSAENOTSOCK", 10038, "the descriptor isn't a socket", "export before closing");

    @Test
    void messageNamesCallErrorNumberMeaningAndRemedy() {
        assertThat(new ShareException(NOT_A_SOCKET))
                .isInstanceOf(IOException.class)
                .hasMessage("WSADuplicateSocketW: WSAENOTSOCK (10038), the descriptor isn't a socket; "
                        + "export before closing");
    }

    @Test
    void partsCanBeAskedFor() {
        final ShareException exception = new ShareException(NOT_A_SOCKET);

        assertThat(exception.call()).isEqualTo("WSADuplicateSocketW");
        assertThat(exception.errorName()).isEqualTo("WSAENOTSOCK");
        assertThat(exception.errorCode()).isEqualTo(10038);
    }

    @Test
    void zeroIsNumberLikeAnyOther() {
        final ShareFailure noReason = new ShareFailure("call", "NO_ERROR", 0, "no number", "look");

        assertThat(new ShareException(noReason)).hasMessage("call: NO_ERROR (0), no number; look");
    }

    @Test
    void failureWithoutCodeHasNoNumberInItsMessage() {
        final ShareException exception =
                new ShareException(ShareFailure.withoutCode("importFrom", "too short", "send all"));

        assertThat(exception).hasMessage("importFrom: too short; send all");
        assertThat(exception.errorName()).isEmpty();
        assertThat(exception.errorCode()).isEqualTo(ShareException.NO_ERROR_CODE);
    }

    @Test
    void targetProcessExceptionKeepsWholePid() throws Exception {
        final long pid = 4_294_967_292L;

        final TargetProcessException copy = copyOf(new TargetProcessException(pid, NOT_A_SOCKET));

        assertThat(copy.pid()).isEqualTo(pid);
        assertThat(copy.errorCode()).isEqualTo(10038);
    }

    @Test
    void everyReasonSurvivesSerialization() throws Exception {
        for (final TokenException.Reason reason : TokenException.Reason.values()) {
            final TokenException copy = copyOf(new TokenException(reason, NOT_A_SOCKET));

            assertThat(copy.reason()).isEqualTo(reason);
            assertThat(copy.call()).isEqualTo("WSADuplicateSocketW");
            assertThat(copy.errorName()).isEqualTo("WSAENOTSOCK");
            assertThat(copy).hasMessageContaining("export before closing");
        }
    }

    @Test
    void nullsAreRefused() {
        assertThatNullPointerException().isThrownBy(() -> new ShareException(null));
        assertThatNullPointerException().isThrownBy(() -> new TokenException(null, NOT_A_SOCKET));
        assertThatNullPointerException().isThrownBy(() -> ShareFailure.withoutCode("call", null, "remedy"));
    }

    @SuppressWarnings("unchecked")
    private static <T> T copyOf(final T exception) throws IOException, ClassNotFoundException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(exception);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}
