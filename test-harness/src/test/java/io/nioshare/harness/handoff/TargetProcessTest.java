package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.ShareException;
import io.nioshare.ShareableChannel;
import io.nioshare.TargetProcessException;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.NativeHandles;
import java.nio.channels.SocketChannel;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target that isn't there is named in the exception, and the channel is as it was. */
class TargetProcessTest extends HandOffTest {

    /** The system's process, to be opened by nobody, and one that can't exist: process ids are multiples of four. */
    @ParameterizedTest
    @ValueSource(longs = {4, 0x7fff_fff2L, 0xffff_fffeL})
    void notThereOrForbidden(long pid) throws Exception {
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

    /** This JVM has a handle of the child, so that Windows still knows the process. */
    @Test
    void endedAMomentAgo() throws Exception {
        Connection connection = connect();
        ChildJvm child = children.start();
        long pid = child.pid();
        assertThat(export(connection.channel(), child)).hasSize(628);
        child.kill();
        assertRefused(connection.channel(), pid);
        talk(connection.channel(), connection.peer());
    }

    @Test
    void nothingIsLeftOpen() throws Exception {
        Connection connection = connect();
        assertRefused(connection.channel(), 0x7fff_fff2L);
        int before = NativeHandles.count();
        for (int i = 0; i < 50; i++) {
            assertRefused(connection.channel(), 0x7fff_fff2L);
        }
        assertThat(NativeHandles.count()).isLessThan(before + 25);
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
