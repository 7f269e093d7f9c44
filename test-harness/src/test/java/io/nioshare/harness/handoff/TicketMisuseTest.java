package io.nioshare.harness.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.ShareableChannel;
import io.nioshare.TokenException;
import io.nioshare.TokenException.Reason;
import io.nioshare.harness.process.ChildJvm;
import io.nioshare.harness.process.LinuxOnly;
import io.nioshare.harness.process.RemoteObject;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tickets for which nothing can be fetched, any more or by this process. */
@LinuxOnly
class TicketMisuseTest extends RefusedTokens {

    private static final int TARGET_AT = 12;
    private static final int SECRET_AT = 44;
    private static final int SECRET_BYTES = 16;
    private static final int CHECKSUM_AT = 184;

    /** A connection of another child's, exported to the target by it. */
    private record Handed(ChildJvm source, RemoteObject<SocketChannel> channel, Peer peer, byte[] token) {}

    private Handed handed(ChildJvm source) throws Exception {
        RemoteObject<ServerSocketChannel> listener =
                source.keep(() -> Family.IPV4.openListener().bind(Family.IPV4.loopback()));
        Peer peer = closing(Peer.connect(listener.call(ServerSocketChannel::getLocalAddress)));
        RemoteObject<SocketChannel> channel = listener.keep(ServerSocketChannel::accept);
        long target = child.pid();
        byte[] token = channel.call(c -> ShareableChannel.of(c).exportTo(target));
        return new Handed(source, channel, peer, token);
    }

    @Tag("slow")
    @Test
    void afterItsTime() throws Exception {
        Handed handed = handed(children.start("-Dnioshare.ticket.ttl=1"));
        handed.channel().close();
        // What the ticket stood for was the last descriptor.
        handed.peer().expectEnd();
        byte[] token = handed.token();
        assertRefused(Reason.STALE, token);
        assertThatThrownBy(() ->
                        child.call(() -> ShareableChannel.importFrom(token).isOpen()))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("time is over");
    }

    @Test
    void afterItsExporterHasEnded() throws Exception {
        Handed handed = handed(children.start());
        handed.source().kill();
        handed.peer().expectGone();
        byte[] token = handed.token();
        assertRefused(Reason.STALE, token);
        assertThatThrownBy(() ->
                        child.call(() -> ShareableChannel.importFrom(token).isOpen()))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("(" + handed.source().pid() + ") has ended");
    }

    /** The exporter looks at who asks, not at what the ticket says. */
    @Test
    void rewrittenForAnotherProcess() throws Exception {
        Connection connection = connect();
        byte[] mine = export(connection.channel(), child);
        ChildJvm thief = children.shared();
        byte[] thiefs = export(connection.channel(), thief);
        // The thief's own name and start, and the other's secret.
        byte[] forged = thiefs.clone();
        System.arraycopy(mine, SECRET_AT, forged, SECRET_AT, SECRET_BYTES);
        byte[] token = withChecksum(forged);

        assertThat(thief.call(() -> importAndClose(token))).isEqualTo("WRONG_TARGET");
        assertThat(thief.call(() -> importAndClose(thiefs))).isEqualTo("imported");
        assertStillGood(mine);
    }

    @Test
    void withASecretThatWasGuessed() throws Exception {
        Connection connection = connect();
        byte[] mine = export(connection.channel(), child);
        byte[] secret = new byte[SECRET_BYTES];
        new Random(TOKEN_BYTES).nextBytes(secret);
        byte[] guessed = mine.clone();
        System.arraycopy(secret, 0, guessed, SECRET_AT, SECRET_BYTES);
        assertRefused(Reason.ALREADY_USED, withChecksum(guessed));
        assertStillGood(mine);
    }

    @Test
    void forAnEarlierProcessWithTheSameId() throws Exception {
        byte[] token = exported();
        byte[] earlier = token.clone();
        earlier[TARGET_AT + Integer.BYTES + Long.BYTES - 1] ^= 1;
        assertRefused(Reason.WRONG_TARGET, withChecksum(earlier));
        assertStillGood(token);
    }

    private static byte[] withChecksum(byte[] token) {
        CRC32 crc = new CRC32();
        crc.update(token, 0, CHECKSUM_AT);
        Adler32 adler = new Adler32();
        adler.update(token, 0, CHECKSUM_AT);
        ByteBuffer.wrap(token).putInt(CHECKSUM_AT, (int) crc.getValue()).putInt(CHECKSUM_AT + Integer.BYTES, (int)
                adler.getValue());
        return token;
    }
}
