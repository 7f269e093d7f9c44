package io.nioshare.provider.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrnoTest {

    static Stream<Arguments> exceptions() {
        return Stream.of(
                Arguments.of("connect", 111, ConnectException.class, "Connection refused"),
                Arguments.of("connect", 110, ConnectException.class, "Connection timed out"),
                Arguments.of("recv", 110, SocketException.class, "Connection timed out"),
                Arguments.of("connect", 113, NoRouteToHostException.class, "No route to host"),
                Arguments.of("connect", 101, SocketException.class, "Network is unreachable"),
                Arguments.of("bind", 98, BindException.class, "Address already in use"),
                Arguments.of("bind", 99, BindException.class, "Cannot assign requested address"),
                Arguments.of("connect", 2, SocketException.class, "No such file or directory"),
                Arguments.of("connect", 11, SocketException.class, "Resource temporarily unavailable"),
                Arguments.of("bind", 20, SocketException.class, "Not a directory"),
                Arguments.of("bind", 13, BindException.class, "Permission denied"),
                Arguments.of("recv", 104, SocketException.class, "Connection reset"),
                Arguments.of("send", 32, SocketException.class, "Broken pipe"),
                Arguments.of("accept4", 71, ProtocolException.class, "Protocol error"),
                Arguments.of("epoll_ctl", 28, IOException.class, "No space left on device"),
                Arguments.of("send", 4711, SocketException.class, "Unrecognized error"));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void exceptionIsTheOneUsersOfTheJdkExpect(String call, int code, Class<?> type, String words) {
        assertThat(Errno.toException(call, code))
                .isExactlyInstanceOf(type)
                .hasMessageStartingWith(words + ": " + call + ": ")
                .hasMessageContaining("(" + code + ")");
    }

    @Test
    void unknownNumbersAreDescribedToo() {
        assertThat(Errno.describe(88)).isEqualTo("ENOTSOCK (88), the descriptor isn't a socket");
        assertThat(Errno.describe(4711)).isEqualTo("unknown (4711), an error that this library doesn't know");
    }
}
