package io.nioshare.provider.windows.winsock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WinsockErrorTest {
    static Stream<Arguments> exceptions() {
        return Stream.of(
                Arguments.of("connect", 10061, ConnectException.class, "Connection refused"),
                Arguments.of("ConnectEx", 1225, ConnectException.class, "Connection refused"),
                Arguments.of("ConnectEx", 10060, ConnectException.class, "Connection timed out"),
                Arguments.of("WSARecv", 10060, SocketException.class, "Connection timed out"),
                Arguments.of("ConnectEx", 121, ConnectException.class, "Connection timed out"),
                Arguments.of("bind", 10048, BindException.class, "Address already in use"),
                Arguments.of("bind", 10049, BindException.class, "Cannot assign requested address"),
                Arguments.of("bind", 10013, BindException.class, "Permission denied"),
                Arguments.of("setsockopt", 10013, SocketException.class, "Permission denied"),
                Arguments.of("ConnectEx", 10065, NoRouteToHostException.class, "No route to host"),
                Arguments.of("ConnectEx", 10051, SocketException.class, "Network is unreachable"),
                Arguments.of("WSARecv", 10054, SocketException.class, "Connection reset"),
                Arguments.of("WSARecv", 64, SocketException.class, "Connection reset"),
                Arguments.of("WSASend", 10053, SocketException.class, "Software caused connection abort"),
                Arguments.of("CreateIoCompletionPort", 87, IOException.class, "Invalid argument"),
                Arguments.of("WSASend", 12345, SocketException.class, "Unrecognized error"));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void exceptionIsTheOneUsersOfTheJdkExpect(
            final String call, final int code, final Class<? extends IOException> type, final String words) {
        assertThat(WinsockError.toException(call, code))
                .isExactlyInstanceOf(type)
                .hasMessageStartingWith(words + ": " + call + ": ")
                .hasMessageContaining("(" + code + ")");
    }

    @Test
    void messageHasWordsCallNameNumberAndMeaning() {
        assertThat(WinsockError.toException("connect", 10061))
                .hasMessage("Connection refused: connect: WSAECONNREFUSED (10061), nobody listens at that address");
    }

    @Test
    void unknownNumberIsKept() {
        assertThat(WinsockError.of(12345)).isEmpty();
        assertThat(WinsockError.name(12345)).isEqualTo("unknown");
        assertThat(WinsockError.describe(12345)).startsWith("unknown (12345), ");
        assertThat(WinsockError.describe(-1)).startsWith("unknown (4294967295), ");
    }

    @ParameterizedTest
    @EnumSource
    void everyErrorIsFoundByItsNumberAndSaysSomething(final WinsockError error) {
        assertThat(WinsockError.of(error.code())).contains(error);
        assertThat(WinsockError.name(error.code())).isEqualTo(error.name());
        assertThat(WinsockError.meaning(error.code())).isNotBlank().doesNotEndWith(".");
    }
}
