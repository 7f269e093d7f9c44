package io.nioshare.provider.linux.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.TokenException;
import io.nioshare.TokenException.Reason;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class TicketTest {

    private static final int VERSION = 8;
    private static final int NAME_LENGTH = 88;
    private static final int CHECKSUM = 184;

    private static Ticket ticket(InetSocketAddress peer) {
        return new Ticket(4711, 1L << 40, -1, 7, Long.MAX_VALUE, UUID.randomUUID(), peer, "a name");
    }

    private static void assertMalformed(byte[] token) {
        assertThatThrownBy(() -> Ticket.decode(token))
                .asInstanceOf(InstanceOfAssertFactories.type(TokenException.class))
                .extracting(TokenException::reason)
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        InetAddress scoped =
                Inet6Address.getByAddress(null, new byte[] {-2, -128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 3);
        for (InetSocketAddress peer : new InetSocketAddress[] {
            null,
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 1, 2, 3}), 65_535),
            new InetSocketAddress(scoped, 80)
        }) {
            Ticket ticket = ticket(peer);
            assertThat(ticket.encode()).hasSize(192);
            assertThat(Ticket.decode(ticket.encode())).isEqualTo(ticket);
        }
    }

    @Test
    void everyChangedBitIsNoticed() {
        byte[] token = ticket(null).encode();
        for (int bit = 0; bit < token.length * Byte.SIZE; bit++) {
            byte[] changed = token.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertMalformed(changed);
        }
    }

    @Test
    void otherLengthsAreNone() {
        byte[] token = ticket(null).encode();
        assertMalformed(new byte[0]);
        assertMalformed(new byte[192]);
        assertMalformed(Arrays.copyOf(token, 191));
        assertMalformed(Arrays.copyOf(token, 193));
    }

    /** As somebody makes it who knows how a ticket's checksum is made. */
    private static byte[] forged(int at, int value) throws Exception {
        byte[] token = ticket(null).encode();
        ByteBuffer.wrap(token).putInt(at, value);
        CRC32 crc = new CRC32();
        crc.update(token, 0, CHECKSUM);
        Adler32 adler = new Adler32();
        adler.update(token, 0, CHECKSUM);
        ByteBuffer.wrap(token).putInt(CHECKSUM, (int) crc.getValue()).putInt(CHECKSUM + 4, (int) adler.getValue());
        return token;
    }

    @Test
    void anotherVersionIsNone() throws Exception {
        assertThat(Ticket.decode(forged(VERSION, 2))).isNotNull();
        assertMalformed(forged(VERSION, 1));
        assertMalformed(forged(VERSION, 3));
    }

    @Test
    void aNameThatDoesNotFitIsNone() throws Exception {
        for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 93, Integer.MAX_VALUE}) {
            assertMalformed(forged(NAME_LENGTH, length));
        }
        assertThat(Ticket.decode(forged(NAME_LENGTH, 92)).name()).hasSize(92);
    }

    @Test
    void theSecretIsNotPrinted() {
        Ticket ticket = ticket(null);
        assertThat(ticket.toString())
                .contains("4711")
                .doesNotContain(ticket.secret().toString());
    }
}
