package io.nioshare.provider.linux.share;

import io.nioshare.TokenException;
import io.nioshare.provider.memory.IpAddressCodec;
import io.nioshare.provider.os.TokenChecksum;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * What a token is on Linux: the package's description has its layout.
 *
 * @param expires nanoseconds of {@code CLOCK_BOOTTIME}
 * @param secret 128 random bits that no other ticket has
 * @param peer of a TCP connection; else null
 * @param name of the exporter's socket, without the zero that it begins with
 */
record Ticket(
        int target,
        long targetStart,
        int exporter,
        long exporterStart,
        long expires,
        UUID secret,
        InetSocketAddress peer,
        String name) {

    static final int BYTES = 192;

    private static final byte[] MAGIC = "nioshare".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 2;
    private static final int ADDRESS_BYTES = 16;
    private static final int NAME = 92;
    private static final int CHECKSUM = 184;
    private static final int MAX_NAME = CHECKSUM - NAME;

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.put(MAGIC).putInt(VERSION);
        out.putInt(target).putLong(targetStart);
        out.putInt(exporter).putLong(exporterStart);
        out.putLong(expires);
        out.putLong(secret.getMostSignificantBits()).putLong(secret.getLeastSignificantBits());
        encodePeer(out);
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        out.putInt(bytes.length).put(bytes);
        out.putLong(CHECKSUM, TokenChecksum.of(out.array()));
        return out.array();
    }

    private void encodePeer(ByteBuffer out) {
        byte[] address = peer == null ? new byte[0] : peer.getAddress().getAddress();
        out.putInt(address.length == 0 ? 0 : address.length == ADDRESS_BYTES ? 6 : 4);
        out.putInt(peer == null ? 0 : peer.getPort());
        out.putInt(peer == null ? 0 : IpAddressCodec.scope(peer));
        out.put(Arrays.copyOf(address, ADDRESS_BYTES));
    }

    /**
     * @throws TokenException with {@link TokenException.Reason#MALFORMED} if the bytes are no ticket
     */
    static Ticket decode(byte[] token) throws TokenException {
        if (token.length != BYTES) {
            throw TicketErrors.malformed("the token has " + token.length + " bytes instead of " + BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(token);
        byte[] magic = new byte[MAGIC.length];
        in.get(magic);
        boolean ticket = Arrays.equals(magic, MAGIC);
        int version = in.getInt();
        // Before the checksum, which other versions compute otherwise.
        if (ticket && version != VERSION) {
            throw TicketErrors.malformed("the ticket is of version " + Integer.toUnsignedString(version)
                    + ", and this library knows version " + VERSION);
        }
        if (!ticket || in.getLong(CHECKSUM) != TokenChecksum.of(token)) {
            throw TicketErrors.malformed("the token was changed after it was made, or never was one");
        }
        return new Ticket(
                in.getInt(),
                in.getLong(),
                in.getInt(),
                in.getLong(),
                in.getLong(),
                new UUID(in.getLong(), in.getLong()),
                decodePeer(in),
                decodeName(in));
    }

    private static InetSocketAddress decodePeer(ByteBuffer in) throws TokenException {
        int family = in.getInt();
        int port = in.getInt();
        int scope = in.getInt();
        byte[] address = new byte[ADDRESS_BYTES];
        in.get(address);
        if (family == 0) {
            return null;
        }
        return family == 4
                ? IpAddressCodec.address(Arrays.copyOf(address, 4), 0, port & 0xffff)
                : IpAddressCodec.address(address, scope, port & 0xffff);
    }

    private static String decodeName(ByteBuffer in) throws TokenException {
        int length = in.getInt();
        if (length < 1 || length > MAX_NAME) {
            throw TicketErrors.malformed("the ticket has a name of " + length + " bytes");
        }
        return new String(in.array(), NAME, length, StandardCharsets.US_ASCII);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Ticket[for " + target + ", from " + exporter + "]";
    }
}
