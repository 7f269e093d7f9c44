package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.ShareException;
import io.nioshare.ShareableChannel;
import io.nioshare.TargetProcessException;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.OpenDescriptors;
import io.nioshare.harness.process.WindowsOnly;
import java.nio.channels.SocketChannel;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target that isn't there is named in the exception, and the channel is as it was. */
class TargetProcessTest extends HandOffTest {

    /** The system's process, to be opened by nobody. */
    @WindowsOnly
    @Test
    void forbidden() throws Exception {
        Connection connection = connect();
        assertRefused(connection.channel(), 4);
        talk(connection.channel(), connection.peer());
    }

    /** None that can exist: they are multiples of four on Windows, and below 2^22 on Linux. */
    @ParameterizedTest
    @ValueSource(longs = {0x7fff_fff2L, 0xffff_fffeL})
    void notThere(long pid) throws Exception {
        Connection connection = connect();
        assertRefused(connection.channel(), pid);
        talk(connection.channel(), connection.peer());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 0x1_0000_0000L, Long.MAX_VALUE})
    void noProcessIdAtAll(long pid) throws Exception {
        Connection connection = connect();
        assertRefused(connection.channel(), pid);
        talk(connection.channel(), connection.peer());
    }

    /** On Windows this JVM has a handle of the child, so that the system still knows the process. */
    @Test
    void endedAMomentAgo() throws Exception {
        Connection connection = connect();
        ChildJvm child = children.start();
        long pid = child.pid();
        assertThat(export(connection.channel(), child)).hasSize(TOKEN_BYTES);
        child.kill();
        assertRefused(connection.channel(), pid);
        talk(connection.channel(), connection.peer());
    }

    @Test
    void nothingIsLeftOpen() throws Exception {
        Connection connection = connect();
        assertRefused(connection.channel(), 0x7fff_fff2L);
        int before = OpenDescriptors.count();
        for (int i = 0; i < 50; i++) {
            assertRefused(connection.channel(), 0x7fff_fff2L);
        }
        assertThat(OpenDescriptors.count()).isLessThan(before + 25);
    }

    private static void assertRefused(SocketChannel channel, long pid) {
        assertThatThrownBy(() -> ShareableChannel.of(channel).exportTo(pid))
                .isInstanceOf(TargetProcessException.class)
                .hasMessageContaining(Long.toString(pid))
                .asInstanceOf(InstanceOfAssertFactories.type(TargetProcessException.class))
                .satisfies(e -> assertThat(e.pid()).isEqualTo(pid))
                .extracting(ShareException::call)
                .asString()
                .isNotEmpty();
    }
}
