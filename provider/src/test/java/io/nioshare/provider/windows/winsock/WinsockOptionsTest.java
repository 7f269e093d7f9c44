package io.nioshare.provider.windows.winsock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.nioshare.provider.os.OsOption;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsSocketType;
import io.nioshare.provider.windows.WindowsBackend;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Options that the JVM of the test may be too old to have, asked of the system's own sockets. */
@EnabledOnOs(OS.WINDOWS)
class WinsockOptionsTest {

    private final WindowsBackend backend = new WindowsBackend();

    @ParameterizedTest
    @EnumSource(
            value = OsOption.class,
            names = {"KEEP_IDLE", "KEEP_INTERVAL", "KEEP_COUNT"})
    void keepAliveTimes(OsOption option) throws IOException {
        for (StandardProtocolFamily family : List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)) {
            OsSocket socket = backend.open(OsSocketType.STREAM, family);
            requireOnWindows(socket, option);
            assertThat(socket.getOption(option)).isPositive();
            socket.setOption(option, 33);
            assertThat(socket.getOption(option)).isEqualTo(33);
            socket.close();
        }
    }

    /** Wine 8 doesn't know them yet. */
    private static void requireOnWindows(OsSocket socket, OsOption option) throws IOException {
        try {
            socket.getOption(option);
        } catch (SocketException e) {
            assumeFalse(Wine.HERE, e.getMessage());
            throw e;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StandardProtocolFamily.class,
            names = {"INET", "INET6"})
    void whole(StandardProtocolFamily family) throws IOException {
        OsSocket socket = backend.open(OsSocketType.DATAGRAM, family);
        assertThat(socket.getOption(OsOption.DONT_FRAGMENT)).isZero();
        for (int value : new int[] {1, 0, 1}) {
            socket.setOption(OsOption.DONT_FRAGMENT, value);
            assertThat(socket.getOption(OsOption.DONT_FRAGMENT)).isEqualTo(value);
        }
        socket.close();
    }
}
