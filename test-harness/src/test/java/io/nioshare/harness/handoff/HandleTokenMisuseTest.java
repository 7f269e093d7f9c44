package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nioshare.ShareableChannel;
import io.nioshare.TokenException;
import io.nioshare.TokenException.Reason;
import io.nioshare.harness.process.NativeHandles;
import io.nioshare.harness.process.RemoteCall;
import io.nioshare.harness.process.RemoteObject;
import io.nioshare.harness.process.RemoteTask;
import io.nioshare.harness.process.WindowsOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens whose handle number was changed, or that carry no stamp, as those of other programs. Under Wine the number
 * alone decides what comes of a token, so there all of this is up to the library.
 */
@WindowsOnly
class HandleTokenMisuseTest extends RefusedTokens {

    private static final int HANDLE_AT = 8;
    private static final int ADDRESS_FAMILY_AT = 76;
    private static final int SOCKET_TYPE_AT = 88;
    private static final int STAMP_AT = 552;

    private static final int AF_INET6 = 23;
    private static final int SOCK_DGRAM = 2;

    @Test
    void randomWithoutStamp() throws Exception {
        Random random = new Random(TOKEN_BYTES);
        for (int i = 0; i < 20; i++) {
            byte[] token = new byte[TOKEN_BYTES];
            random.nextBytes(token);
            assertRefused(Reason.MALFORMED, withoutStamp(token));
        }
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

    /** Somebody in the target has closed a handle that wasn't theirs, and its number is in use again. */
    @Test
    void stampedWhoseHandleIsAnEventByNow() throws Exception {
        onlyWhereTokensAreHandleNumbers();
        byte[] token = exported();
        long handle = handle(token);
        assertThat(child.call(() -> replaceByEvent(handle)))
                .as("an event has the number")
                .isTrue();

        assertThat(outcome(token)).isEqualTo(Reason.STALE.name());
        assertThat(outcome(token)).isEqualTo(Reason.ALREADY_USED.name());
        assertThat(child.call((RemoteTask<Boolean>) () -> NativeHandles.signals(handle)))
                .as("the event is signalled")
                .isTrue();
        assertThat(child.call((RemoteTask<Boolean>) () -> NativeHandles.close(handle)))
                .isTrue();
    }

    /** Wine gives the lowest number that is free. */
    private static boolean replaceByEvent(long socket) {
        List<Long> lower = new ArrayList<>();
        NativeHandles.close(socket);
        long event = NativeHandles.createEvent();
        while (event != socket && lower.size() < 10_000) {
            lower.add(event);
            event = NativeHandles.createEvent();
        }
        lower.forEach(NativeHandles::close);
        return event == socket;
    }

    private static void onlyWhereTokensAreHandleNumbers() {
        assumeTrue(NativeHandles.onWine(), "a token is a handle number under Wine only");
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
}
