package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.ShareableChannel;
import io.nioshare.TokenException;
import io.nioshare.TokenException.Reason;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.OpenDescriptors;
import io.nioshare.harness.process.RemoteObject;
import java.io.Serializable;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** What tests of refused tokens share: a target, and a connection of its own that nothing of it may disturb. */
abstract class RefusedTokens extends HandOffTest {

    /** Enough repetitions that one descriptor left behind each time stands out from the JVM's own comings and goings. */
    private static final int TIMES = 60;

    private static final int NOISE = TIMES / 2;

    ChildJvm child;

    /** A connection of the target's that has nothing to do with it all. */
    private Connection bystander;

    private RemoteObject<SocketChannel> bystanderThere;

    @BeforeEach
    void bystander() throws Exception {
        child = children.shared();
        bystander = connect();
        bystanderThere = share(bystander.channel(), child);
        bystander.channel().close();
        talk(bystanderThere, bystander.peer());
    }

    static String importAndClose(byte[] token) throws Exception {
        try (ShareableChannel channel = ShareableChannel.importFrom(token)) {
            return channel.isOpen() ? "imported" : "closed";
        } catch (TokenException e) {
            return e.reason().name();
        }
    }

    /** A token for the child, of a connection that nobody else uses. */
    final byte[] exported() throws Exception {
        return export(connect().channel(), child);
    }

    final String outcome(byte[] token) throws Exception {
        return child.call(() -> importAndClose(token));
    }

    final void assertStillGood(byte[] token) throws Exception {
        assertThat(outcome(token)).isEqualTo("imported");
    }

    /** Refused with that reason, however often; without a trace in the target. */
    final void assertRefused(Reason reason, byte[] token) throws Exception {
        assertThat(outcome(token)).isEqualTo(reason.name());
        Attempts attempts = child.call(() -> attempt(token));
        assertThat(attempts.reasons()).containsOnly(reason.name());
        assertThat(attempts.message()).contains("; ");
        assertThat(attempts.left()).as("descriptors left behind").isLessThan(NOISE);
        talk(bystanderThere, bystander.peer());
    }

    private record Attempts(List<String> reasons, String message, int left) implements Serializable {}

    private static Attempts attempt(byte[] token) throws Exception {
        int before = OpenDescriptors.count();
        List<String> reasons = new ArrayList<>();
        String message = "";
        for (int i = 0; i < TIMES; i++) {
            try (ShareableChannel channel = ShareableChannel.importFrom(token)) {
                reasons.add(channel.toString());
            } catch (TokenException e) {
                reasons.add(e.reason().name());
                message = e.getMessage();
            }
        }
        return new Attempts(reasons, message, OpenDescriptors.count() - before);
    }
}
