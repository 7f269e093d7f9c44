package io.nioshare.provider.linux.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.TokenException;
import io.nioshare.TokenException.Reason;
import io.nioshare.provider.os.Nonces;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class TicketTest {

    private static Ticket ticket(InetSocketAddress peer) {
        return new Ticket(4711, 1L << 40, -1, 7, Long.MAX_VALUE, Nonces.next(), peer, "a name");
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

    @Test
    void theSecretIsNotPrinted() {
        Ticket ticket = ticket(null);
        assertThat(ticket.toString())
                .contains("4711")
                .doesNotContain(ticket.secret().toString());
    }
}
