package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.ShareableChannel;
import io.nioshare.TokenException;
import io.nioshare.TokenException.Reason;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.RemoteCall;
import io.nioshare.harness.process.RemoteObject;
import java.net.ConnectException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Tokens that can't be imported: a clear reason, nothing left open, and whatever else the process has goes on working. */
class TokenMisuseTest extends RefusedTokens {

    @Test
    void usedTwice() throws Exception {
        Connection connection = connect();
        byte[] token = export(connection.channel(), child);
        RemoteObject<SocketChannel> there = child.keep(() -> ShareableChannel.importFrom(token, SocketChannel.class));
        assertRefused(Reason.ALREADY_USED, token);
        connection.channel().close();
        talk(there, connection.peer());
    }

    @Test
    void usedAgainAfterItsChannelWasClosed() throws Exception {
        Connection connection = connect();
        byte[] token = export(connection.channel(), child);
        child.keep(() -> ShareableChannel.importFrom(token, SocketChannel.class))
                .close();
        assertRefused(Reason.ALREADY_USED, token);
        // Likely to get the number that has just become free.
        Connection next = connect();
        RemoteObject<SocketChannel> nextThere = share(next.channel(), child);
        next.channel().close();

        assertRefused(Reason.ALREADY_USED, token);
        talk(nextThere, next.peer());
        talk(connection.channel(), connection.peer());
    }

    @Test
    void usedByManyThreadsAtOnce() throws Exception {
        Connection connection = connect();
        for (int round = 0; round < 20; round++) {
            byte[] token = export(connection.channel(), child);
            List<RemoteCall<String>> attempts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                attempts.add(child.start(() -> importAndClose(token)));
            }
            List<String> outcomes = new ArrayList<>();
            for (RemoteCall<String> attempt : attempts) {
                outcomes.add(attempt.get());
            }
            assertThat(outcomes).containsExactlyInAnyOrder("imported", "ALREADY_USED", "ALREADY_USED", "ALREADY_USED");
        }
        talk(connection.channel(), connection.peer());
    }

    @Test
    void usedByTheWrongProcess() throws Exception {
        Connection connection = connect();
        ChildJvm other = children.shared();
        byte[] token = export(connection.channel(), other);
        assertRefused(Reason.WRONG_TARGET, token);
        assertThatThrownBy(() -> ShareableChannel.importFrom(token))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining(Long.toString(other.pid()))
                .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        RemoteObject<SocketChannel> there = other.keep(() -> ShareableChannel.importFrom(token, SocketChannel.class));
        talk(there, connection.peer());
    }

    @Test
    void truncated() throws Exception {
        byte[] token = exported();
        for (int length : new int[] {0, 1, 100, TOKEN_BYTES - 64, TOKEN_BYTES - 1}) {
            assertRefused(Reason.MALFORMED, Arrays.copyOf(token, length));
        }
        assertStillGood(token);
    }

    @Test
    void padded() throws Exception {
        byte[] token = exported();
        assertRefused(Reason.MALFORMED, Arrays.copyOf(token, TOKEN_BYTES + 1));
        assertRefused(Reason.MALFORMED, Arrays.copyOf(token, 2 * TOKEN_BYTES));
        assertStillGood(token);
    }

    @Test
    void random() throws Exception {
        Random random = new Random(TOKEN_BYTES);
        for (int i = 0; i < 20; i++) {
            byte[] token = new byte[TOKEN_BYTES];
            random.nextBytes(token);
            assertRefused(Reason.MALFORMED, token);
        }
    }

    @Test
    void allZeroOrAllOnes() throws Exception {
        byte[] token = new byte[TOKEN_BYTES];
        assertRefused(Reason.MALFORMED, token);
        Arrays.fill(token, (byte) 0xff);
        assertRefused(Reason.MALFORMED, token);
    }

    @Test
    void nothing() throws Exception {
        assertThatThrownBy(() -> child.call(() -> importAndClose(null))).isInstanceOf(NullPointerException.class);
    }

    @Test
    void everyChangedByteIsNoticed() throws Exception {
        byte[] token = exported();
        for (int i = 0; i < TOKEN_BYTES; i += 7) {
            byte[] changed = token.clone();
            changed[i] ^= 0x20;
            assertThat(outcome(changed)).as("byte %d changed", i).isEqualTo("MALFORMED");
        }
        assertStillGood(token);
    }

    @Test
    void aConnectionAskedForAsAListener() throws Exception {
        Connection connection = connect();
        for (int i = 0; i < 3; i++) {
            byte[] token = export(connection.channel(), child);
            assertThatThrownBy(() -> child.call(() -> ShareableChannel.importFrom(token, ServerSocketChannel.class)
                            .isOpen()))
                    .isInstanceOf(TokenException.class)
                    .asInstanceOf(InstanceOfAssertFactories.type(TokenException.class))
                    .extracting(TokenException::reason)
                    .isEqualTo(Reason.WRONG_KIND);
            assertThat(outcome(token)).isEqualTo("ALREADY_USED");
        }
        talk(connection.channel(), connection.peer());
        connection.channel().close();
        // Would not come if the target had kept a copy.
        connection.peer().expectEnd();
    }

    @Test
    void aListenerAskedForAsAConnection() throws Exception {
        ServerSocketChannel listener = listen();
        byte[] token = export(listener, child);
        assertThatThrownBy(() -> child.call(() ->
                        ShareableChannel.importFrom(token, SocketChannel.class).isOpen()))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining(SocketChannel.class.getName())
                .hasMessageContaining("listening");
        var address = listener.getLocalAddress();
        listener.close();
        assertThatThrownBy(() -> Peer.connect(address)).isInstanceOf(ConnectException.class);
    }

    @Test
    void aConnectionAskedForAsADatagramChannel() throws Exception {
        Connection connection = connect();
        byte[] token = export(connection.channel(), child);
        assertThatThrownBy(() -> child.call(() -> ShareableChannel.importFrom(token, DatagramChannel.class)
                        .isOpen()))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("connected");
        connection.channel().close();
        connection.peer().expectEnd();
    }
}
