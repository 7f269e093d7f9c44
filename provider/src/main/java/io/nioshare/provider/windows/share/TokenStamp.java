package io.nioshare.provider.windows.share;

import static io.nioshare.provider.windows.share.ProtocolInfo.SIZE;

import io.nioshare.ShareException;
import io.nioshare.ShareFailure;
import io.nioshare.TokenException;
import io.nioshare.provider.memory.IpAddressCodec;
import io.nioshare.provider.os.TokenChecksum;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What this library writes into the tokens that it makes, so that an import can tell damage, the wrong target and a
 * second use. Winsock can't be relied on for that: under Wine a token is a handle's number and no more.
 *
 * <p>The stamp is at the very end of {@code szProtocol}, behind the zero that ends the protocol's name, where Winsock
 * and foreign programs don't look. It is no secret and no signature: it guards against mistakes, not against a forger.
 *
 * <p>A token of a foreign program has zeros there. <b>Anything else is taken for a stamp, and has to be a good one.</b>
 * Were a wrong magic enough to pass for a foreign token, then one flipped bit in it would take all checks away, at the
 * price of somebody else's handle. A service provider whose catalog entry has garbage that far behind its name can't be
 * told from that; its tokens are refused, and no socket of it is exported.
 *
 * @param targetPid the process that may import the token, unsigned 32 bits
 * @param targetStartTime when it started, as a FILETIME, since process ids are used again
 * @param exporterPid the process that made the token, unsigned 32 bits
 * @param nonce 128 random bits that no other token has
 * @param peer whom the socket is connected to, which Winsock may have forgotten when the connection has ended; null when it
 *     isn't connected, or isn't over IP
 */
public record TokenStamp(long targetPid, long targetStartTime, long exporterPid, UUID nonce, InetSocketAddress peer) {
    /*
     * struct {                           // little-endian, packed
     *     BYTE     peerAddress[16];      // 552  the first byte first; of IPv4 there are 4
     *     DWORD    peerScope;            // 568
     *     WORD     peerPort;             // 572
     *     WORD     peerAddressBytes;     // 574  0 without a peer
     *     BYTE     magic[8];             // 576
     *     DWORD    version;              // 584
     *     DWORD    targetPid;            // 588
     *     FILETIME targetStartTime;      // 592
     *     DWORD    exporterPid;          // 600
     *     BYTE     nonce[16];            // 604  the UUID as it is written, first byte first
     *     BYTE     checksum[8];          // 620  of the 620 before: Adler-32, then CRC-32
     * };                                 // 628
     */
    static final int START = 552;

    private static final int PEER_AT = START;
    private static final int PEER_SCOPE_AT = 568;
    private static final int PEER_PORT_AT = 572;
    private static final int MAGIC_AT = 576;
    private static final int VERSION_AT = 584;
    private static final int TARGET_AT = 588;
    private static final int TARGET_START_AT = 592;
    private static final int EXPORTER_AT = 600;
    private static final int NONCE_AT = 604;
    private static final int CHECKSUM_AT = 620;

    private static final long MAGIC = LittleEndian.getLong("nioshare".getBytes(StandardCharsets.US_ASCII), 0);
    private static final int VERSION = 3;
    private static final long MAX_PID = 0xFFFFFFFFL;
    private static final int MAX_PORT = 0xFFFF;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    /**
     * Checks the ranges.
     *
     * @param targetPid the process that may import the token
     * @param targetStartTime when it started
     * @param exporterPid the process that made the token
     * @param nonce what no other token has
     * @param peer whom the socket is connected to
     * @throws IllegalArgumentException if a process id has more than 32 bits
     * @throws NullPointerException if {@code nonce} is {@code null}
     */
    public TokenStamp {
        requirePid(targetPid);
        requirePid(exporterPid);
        Objects.requireNonNull(nonce, "nonce");
    }

    /**
     * Checks that a stamp can be written into a structure. To be asked before {@code WSADuplicateSocketW} with what
     * {@code SO_PROTOCOL_INFOW} says: afterwards the target has the socket, and nothing takes it back.
     *
     * @param info the structure, not changed
     * @throws ShareException if the protocol's name, or anything else, is where the stamp belongs
     * @throws IllegalArgumentException if the structure has a wrong size
     */
    public static void requireRoom(final byte[] info) throws ShareException {
        ProtocolInfo.requireSize(info);
        if (!hasRoom(info)) {
            throw new ShareException(ShareFailure.withoutCode(
                    "exportTo",
                    "the protocol name of the socket's service provider, \"" + printable(info)
                            + "\", leaves no room for the token's stamp",
                    "look for layered service providers with 'netsh winsock show catalog'"));
        }
    }

    /** The name may end right before the stamp, but has to end: its readers stop at the zero. */
    static boolean hasRoom(final ProtocolInfo info) {
        return hasRoom(info.bytes());
    }

    private static boolean hasRoom(final byte[] info) {
        return isZero(info, START - Character.BYTES);
    }

    /**
     * Writes this stamp into what {@code WSADuplicateSocketW} gave. {@link #strip(byte[])} undoes it exactly.
     *
     * @param info the structure, not changed
     * @return the token
     * @throws ShareException if the protocol's name, or anything else, is where the stamp belongs: nothing is
     *     overwritten
     * @throws IllegalArgumentException if the structure has a wrong size
     */
    public byte[] stamp(final byte[] info) throws ShareException {
        final byte[] token = info.clone();
        requireRoom(token);
        putPeer(token);
        LittleEndian.putLong(token, MAGIC_AT, MAGIC);
        LittleEndian.putInt(token, VERSION_AT, VERSION);
        LittleEndian.putInt(token, TARGET_AT, (int) targetPid);
        LittleEndian.putLong(token, TARGET_START_AT, targetStartTime);
        LittleEndian.putInt(token, EXPORTER_AT, (int) exporterPid);
        LittleEndian.putLong(token, NONCE_AT, Long.reverseBytes(nonce.getMostSignificantBits()));
        LittleEndian.putLong(token, NONCE_AT + Long.BYTES, Long.reverseBytes(nonce.getLeastSignificantBits()));
        LittleEndian.putLong(token, CHECKSUM_AT, TokenChecksum.of(token));
        return token;
    }

    /**
     * Reads the stamp of a token.
     *
     * @param token any bytes; nobody may change them meanwhile
     * @return the stamp, or empty if the token has none and may be a foreign program's
     * @throws TokenException with {@link TokenException.Reason#MALFORMED} if the length is wrong, or if there is
     *     something where the stamp belongs that isn't a good one for the rest of the bytes
     */
    public static Optional<TokenStamp> read(final byte[] token) throws TokenException {
        if (token.length != SIZE) {
            throw ShareErrors.malformed("the token has " + token.length + " bytes instead of " + SIZE);
        }
        if (isZero(token, START)) {
            return Optional.empty();
        }
        final boolean stamped = LittleEndian.getLong(token, MAGIC_AT) == MAGIC;
        final int version = LittleEndian.getInt(token, VERSION_AT);
        // Before the checksum, which other versions compute otherwise.
        if (stamped && version != VERSION) {
            throw ShareErrors.malformed("the token has a stamp of version " + Integer.toUnsignedString(version)
                    + ", and this library knows version " + VERSION);
        }
        if (!stamped || LittleEndian.getLong(token, CHECKSUM_AT) != TokenChecksum.of(token)) {
            throw ShareErrors.malformed("the token was changed after it was made, or never was one");
        }
        return Optional.of(decode(token));
    }

    /**
     * The structure as it was before it was stamped; one without a stamp stays as it is.
     *
     * @param token a token that {@link #read(byte[])} accepted, not changed
     * @return what to give to Winsock
     * @throws IllegalArgumentException if the token has a wrong size
     */
    public static byte[] strip(final byte[] token) {
        final byte[] info = token.clone();
        ProtocolInfo.requireSize(info);
        Arrays.fill(info, START, SIZE, (byte) 0);
        return info;
    }

    private static TokenStamp decode(final byte[] token) throws TokenException {
        return new TokenStamp(
                Integer.toUnsignedLong(LittleEndian.getInt(token, TARGET_AT)),
                LittleEndian.getLong(token, TARGET_START_AT),
                Integer.toUnsignedLong(LittleEndian.getInt(token, EXPORTER_AT)),
                new UUID(
                        Long.reverseBytes(LittleEndian.getLong(token, NONCE_AT)),
                        Long.reverseBytes(LittleEndian.getLong(token, NONCE_AT + Long.BYTES))),
                peer(token));
    }

    private void putPeer(final byte[] token) {
        if (peer != null) {
            final byte[] address = peer.getAddress().getAddress();
            System.arraycopy(address, 0, token, PEER_AT, address.length);
            LittleEndian.putInt(token, PEER_SCOPE_AT, IpAddressCodec.scope(peer));
            LittleEndian.putInt(token, PEER_PORT_AT, address.length << Short.SIZE | peer.getPort());
        }
    }

    private static InetSocketAddress peer(final byte[] token) throws TokenException {
        final int portAndBytes = LittleEndian.getInt(token, PEER_PORT_AT);
        final int bytes = portAndBytes >>> Short.SIZE;
        final int scope = LittleEndian.getInt(token, PEER_SCOPE_AT);
        if (bytes == 0) {
            return null;
        }
        if (bytes != IPV6_BYTES && (bytes != IPV4_BYTES || scope != 0)) {
            throw ShareErrors.malformed("the token names a peer that has no address of IP");
        }
        return IpAddressCodec.address(
                Arrays.copyOfRange(token, PEER_AT, PEER_AT + bytes), scope, portAndBytes & MAX_PORT);
    }

    private static boolean isZero(final byte[] bytes, final int from) {
        for (int i = from; i < SIZE; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static void requirePid(final long pid) {
        if (pid < 0 || pid > MAX_PID) {
            throw new IllegalArgumentException("a process id of Windows has 32 bits: " + pid);
        }
    }

    private static String printable(final byte[] info) {
        return ProtocolInfo.of(info).protocolName().replaceAll("\\p{Cntrl}", "?");
    }
}
