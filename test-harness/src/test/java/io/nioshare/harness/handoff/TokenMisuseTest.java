package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nioshare.ShareableChannel;
import io.nioshare.TokenException;
import io.nioshare.TokenException.Reason;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.NativeHandles;
import io.nioshare.harness.process.RemoteCall;
import io.nioshare.harness.process.RemoteObject;
import io.nioshare.harness.process.RemoteTask;
import java.io.IOException;
import java.io.Serializable;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens that can't be imported: a clear reason, nothing left open, and whatever else the process has goes on working.
 * Under Wine the handle's number alone decides what comes of a token, so there all of this is up to the library.
 */
class TokenMisuseTest extends HandOffTest {

    private static final int TOKEN_BYTES = 628;
    private static final int HANDLE_AT = 8;
    private static final int ADDRESS_FAMILY_AT = 76;
    private static final int SOCKET_TYPE_AT = 88;
    private static final int STAMP_AT = 576;

    private static final int AF_INET6 = 23;
    private static final int SOCK_DGRAM = 2;

    /** Enough repetitions that one handle left behind each time stands out from the JVM's own comings and goings. */
    private static final int TIMES = 60;

    private static final int NOISE = TIMES / 2;

    private ChildJvm child;

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

    /** Without a stamp nothing but the handle says that two imports are of the same token. */
    @Test
    void withoutStampUsedByManyThreadsAtOnce() throws Exception {
        Connection connection = connect();
        for (int round = 0; round < 20; round++) {
            byte[] token = withoutStamp(export(connection.channel(), child));
            RemoteObject<ImportOnce> race = child.keep(ImportOnce::new);
            List<RemoteCall<String>> attempts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                attempts.add(race.start(r -> r.attempt(token)));
            }
            List<String> outcomes = new ArrayList<>();
            for (RemoteCall<String> attempt : attempts) {
                outcomes.add(attempt.get());
            }
            assertThat(outcomes).containsOnlyOnce("imported");
            race.close();
        }
        talk(connection.channel(), connection.peer());
    }

    /** Imports, and closes only when the race is over: a closed channel's number may be imported again. */
    private static final class ImportOnce implements AutoCloseable {
        private volatile ShareableChannel imported;

        String attempt(byte[] token) throws Exception {
            try {
                imported = ShareableChannel.importFrom(token);
                return "imported";
            } catch (TokenException e) {
                return e.reason().name();
            }
        }

        @Override
        public void close() throws IOException {
            imported.close();
        }
    }

    private static String importAndClose(byte[] token) throws Exception {
        try (ShareableChannel channel = ShareableChannel.importFrom(token)) {
            return channel.isOpen() ? "imported" : "closed";
        } catch (TokenException e) {
            return e.reason().name();
        }
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
        for (int length : new int[] {0, 1, 100, STAMP_AT, TOKEN_BYTES - 1}) {
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
        Random random = new Random(628);
        for (int i = 0; i < 20; i++) {
            byte[] token = new byte[TOKEN_BYTES];
            random.nextBytes(token);
            assertRefused(Reason.MALFORMED, token);
            // The same as a token without a stamp.
            assertRefused(Reason.MALFORMED, withoutStamp(token));
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
    void withAnotherHandlesNumberInIt() throws Exception {
        byte[] mine = exported();
        byte[] others = exported();
        RemoteObject<SocketChannel> there = child.keep(() -> ShareableChannel.importFrom(others, SocketChannel.class));
        assertRefused(Reason.MALFORMED, withHandle(mine, handle(others)));
        assertThat(there.call(SocketChannel::isConnected)).isTrue();
        assertStillGood(mine);
    }

    @Test
    void foreignWithTheNumberOfAnOpenSocket() throws Exception {
        onlyWhereTokensAreHandleNumbers();
        Connection other = connect();
        byte[] others = export(other.channel(), child);
        RemoteObject<SocketChannel> there = child.keep(() -> ShareableChannel.importFrom(others, SocketChannel.class));
        other.channel().close();

        assertRefused(Reason.ALREADY_USED, withHandle(withoutStamp(exported()), handle(others)));
        talk(there, other.peer());
    }

    @Test
    void foreignWithTheNumberOfAFile(@TempDir Path folder) throws Exception {
        onlyWhereTokensAreHandleNumbers();
        String path = Files.createFile(folder.resolve("file")).toString();
        long file = child.call(() -> NativeHandles.openFile(Path.of(path)));

        assertRefused(Reason.STALE, withHandle(withoutStamp(exported()), file));
        assertThat(child.call((RemoteTask<Boolean>) () -> NativeHandles.writes(file, new byte[] {1, 2, 3})))
                .as("the file is written to")
                .isTrue();
        assertThat(child.call((RemoteTask<Boolean>) () -> NativeHandles.close(file)))
                .isTrue();
        assertThat(Files.size(Path.of(path))).isEqualTo(3);
    }

    @Test
    void foreignWithTheNumberOfAnEvent() throws Exception {
        onlyWhereTokensAreHandleNumbers();
        long event = child.call(NativeHandles::createEvent);

        assertRefused(Reason.STALE, withHandle(withoutStamp(exported()), event));
        assertThat(child.call((RemoteTask<Boolean>) () -> NativeHandles.signals(event)))
                .as("the event is signalled")
                .isTrue();
        assertThat(child.call((RemoteTask<Boolean>) () -> NativeHandles.close(event)))
                .isTrue();
    }

    @Test
    void foreignWithANumberThatIsFree() throws Exception {
        onlyWhereTokensAreHandleNumbers();
        long closed = child.call(NativeHandles::createEvent);
        assertThat(child.call((RemoteTask<Boolean>) () -> NativeHandles.close(closed)))
                .isTrue();
        // Whatever has the number by now, it isn't a socket.
        assertRefused(Reason.STALE, withHandle(withoutStamp(exported()), closed));
        // Far above all that are in use.
        assertRefused(Reason.STALE, withHandle(withoutStamp(exported()), 0x00f0_0000));
    }

    /** The socket is what it is, whatever the bytes claim. */
    @Test
    void foreignThatClaimsAnotherFamilyOrType() throws Exception {
        onlyWhereTokensAreHandleNumbers();
        byte[] token = withoutStamp(export(connect(Family.IPV4).channel(), child));
        assertRefused(Reason.STALE, withInt(token, ADDRESS_FAMILY_AT, AF_INET6));
        assertRefused(Reason.STALE, withInt(token, SOCKET_TYPE_AT, SOCK_DGRAM));
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

    private static void onlyWhereTokensAreHandleNumbers() {
        assumeTrue(NativeHandles.onWine(), "a token is a handle number under Wine only");
    }

    /** A token for the child, of a connection that nobody else uses. */
    private byte[] exported() throws Exception {
        return export(connect().channel(), child);
    }

    private static byte[] withoutStamp(byte[] token) {
        byte[] foreign = token.clone();
        Arrays.fill(foreign, STAMP_AT, TOKEN_BYTES, (byte) 0);
        return foreign;
    }

    private static byte[] withHandle(byte[] token, long handle) {
        return withInt(token, HANDLE_AT, (int) handle);
    }

    private static byte[] withInt(byte[] token, int at, int value) {
        byte[] changed = token.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return changed;
    }

    private static long handle(byte[] token) {
        return ByteBuffer.wrap(token).order(ByteOrder.LITTLE_ENDIAN).getInt(HANDLE_AT);
    }

    private String outcome(byte[] token) throws Exception {
        return child.call(() -> importAndClose(token));
    }

    private void assertStillGood(byte[] token) throws Exception {
        assertThat(outcome(token)).isEqualTo("imported");
    }

    /** Refused with that reason, however often; without a trace in the target. */
    private void assertRefused(Reason reason, byte[] token) throws Exception {
        assertThat(outcome(token)).isEqualTo(reason.name());
        Attempts attempts = child.call(() -> attempt(token));
        assertThat(attempts.reasons()).containsOnly(reason.name());
        assertThat(attempts.message()).contains("; ");
        assertThat(attempts.handlesLeft()).as("handles left behind").isLessThan(NOISE);
        talk(bystanderThere, bystander.peer());
    }

    private record Attempts(List<String> reasons, String message, int handlesLeft) implements Serializable {}

    private static Attempts attempt(byte[] token) throws Exception {
        int before = NativeHandles.count();
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
        return new Attempts(reasons, message, NativeHandles.count() - before);
    }
}
