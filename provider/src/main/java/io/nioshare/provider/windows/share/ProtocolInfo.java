package io.nioshare.provider.windows.share;

import io.nioshare.TokenException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;

/**
 * A {@code WSAPROTOCOL_INFOW} (Windows documentation: <i>WSAPROTOCOL_INFOW structure</i>), which is what a token is on
 * Windows. Immutable; what it says is a claim of whoever made the bytes until a socket confirms it.
 */
public final class ProtocolInfo {
    /*
     * typedef struct _WSAPROTOCOLCHAIN {
     *     int   ChainLen;
     *     DWORD ChainEntries[7];
     * } WSAPROTOCOLCHAIN;
     *
     * typedef struct _WSAPROTOCOL_INFOW {
     *     DWORD            dwServiceFlags1;       //   0
     *     DWORD            dwServiceFlags2;       //   4
     *     DWORD            dwServiceFlags3;       //   8
     *     DWORD            dwServiceFlags4;       //  12
     *     DWORD            dwProviderFlags;       //  16
     *     GUID             ProviderId;            //  20
     *     DWORD            dwCatalogEntryId;      //  36
     *     WSAPROTOCOLCHAIN ProtocolChain;         //  40
     *     int              iVersion;              //  72
     *     int              iAddressFamily;        //  76
     *     int              iMaxSockAddr;          //  80
     *     int              iMinSockAddr;          //  84
     *     int              iSocketType;           //  88
     *     int              iProtocol;             //  92
     *     int              iProtocolMaxOffset;    //  96
     *     int              iNetworkByteOrder;     // 100
     *     int              iSecurityScheme;       // 104
     *     DWORD            dwMessageSize;         // 108
     *     DWORD            dwProviderReserved;    // 112
     *     WCHAR            szProtocol[256];       // 116
     * } WSAPROTOCOL_INFOW;                        // 628
     */
    /** The size of the structure in bytes. */
    public static final int SIZE = 628;

    static final int PROTOCOL_NAME = 116;

    private static final int SERVICE_FLAGS_3 = 8;
    private static final int SERVICE_FLAGS_4 = 12;
    private static final int PROVIDER_ID = 20;
    private static final int CATALOG_ENTRY_ID = 36;
    private static final int CHAIN_LENGTH = 40;
    private static final int ADDRESS_FAMILY = 76;
    private static final int SOCKET_TYPE = 88;
    private static final int PROTOCOL = 92;
    private static final int PROVIDER_RESERVED = 112;

    private static final int WINE_DUPLICATE = 0xff00ff00;

    private static final int BASE_PROTOCOL = 1; // BASE_PROTOCOL

    private static final int UNIX = 1; // AF_UNIX
    private static final int STREAM = 1; // SOCK_STREAM
    private static final Set<Integer> FAMILIES = Set.of(2, 23); // AF_INET, AF_INET6
    private static final Set<Integer> TYPES = Set.of(STREAM, 2); // SOCK_DGRAM

    private final byte[] bytes;
    private final int addressFamily;
    private final int socketType;

    private ProtocolInfo(final byte[] bytes) {
        this.bytes = bytes;
        this.addressFamily = getInt(ADDRESS_FAMILY);
        this.socketType = getInt(SOCKET_TYPE);
    }

    private int getInt(final int at) {
        return LittleEndian.getInt(bytes, at);
    }

    /**
     * A view of a structure.
     *
     * @param bytes the structure, copied
     * @return its view
     * @throws IllegalArgumentException if there aren't {@value #SIZE} bytes
     */
    public static ProtocolInfo of(final byte[] bytes) {
        requireSize(bytes);
        return new ProtocolInfo(bytes.clone());
    }

    /** Not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    static void requireSize(final byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("a WSAPROTOCOL_INFOW has " + SIZE + " bytes, not " + bytes.length);
        }
    }

    /**
     * Refuses what no socket that this library could use would claim, so that zeros and random bytes never get as far
     * as Winsock.
     *
     * @throws TokenException with {@link TokenException.Reason#MALFORMED} if it claims neither TCP nor UDP over IPv4 or
     *     IPv6, nor a stream within the host
     */
    public void requireUsable() throws TokenException {
        boolean inet = FAMILIES.contains(addressFamily()) && TYPES.contains(socketType());
        boolean unix = addressFamily() == UNIX && socketType() == STREAM;
        if (!inet && !unix) {
            throw ShareErrors.malformed("the token claims a socket of address family " + addressFamily() + " and type "
                    + socketType() + ", which is neither TCP nor UDP over IPv4 or IPv6, nor AF_UNIX");
        }
    }

    /**
     * Refuses information about a protocol rather than a socket: Winsock would make a new socket of it. A duplicate's
     * has {@code dwProviderReserved} set; Wine marks it in {@code dwServiceFlags4} instead.
     *
     * @throws TokenException with {@link TokenException.Reason#MALFORMED} if nothing marks a duplicate
     */
    public void requireDuplicate() throws TokenException {
        if (getInt(PROVIDER_RESERVED) == 0 && !isWineDuplicate()) {
            throw ShareErrors.malformed("the bytes describe a protocol, not a socket that was exported");
        }
    }

    /** Whether this is a duplicate of Wine's, and the target has its handle. */
    boolean namesHandle() {
        return isWineDuplicate() && serviceFlags3() != 0;
    }

    /** Whether Wine failed to give the target a handle, and didn't say so: it had ended. */
    boolean namesNoHandle() {
        return isWineDuplicate() && serviceFlags3() == 0;
    }

    private boolean isWineDuplicate() {
        return getInt(SERVICE_FLAGS_4) == WINE_DUPLICATE;
    }

    /** Whether two sockets could be one: both of this address family and type. */
    boolean describesSameKindAs(final ProtocolInfo other) {
        return addressFamily() == other.addressFamily() && socketType() == other.socketType();
    }

    /** The catalog entry, if it is a base protocol's; else null: its sockets may be wrapped. */
    Integer baseProvider() {
        return getInt(CHAIN_LENGTH) == BASE_PROTOCOL ? catalogEntryId() : null;
    }

    /**
     * The address family.
     *
     * @return {@code iAddressFamily}
     */
    public int addressFamily() {
        return addressFamily;
    }

    /**
     * The socket type.
     *
     * @return {@code iSocketType}
     */
    public int socketType() {
        return socketType;
    }

    /**
     * The protocol's number.
     *
     * @return {@code iProtocol}
     */
    public int protocol() {
        return getInt(PROTOCOL);
    }

    /**
     * The third word of service flags, where Wine has the number of the target's handle.
     *
     * @return {@code dwServiceFlags3}, to be read as an unsigned number
     */
    public int serviceFlags3() {
        return getInt(SERVICE_FLAGS_3);
    }

    /**
     * The service provider.
     *
     * @return {@code ProviderId}, written as Windows writes a GUID: its first three fields are little-endian in memory
     */
    public UUID providerId() {
        final ByteBuffer guid = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        final long high = (guid.getInt(PROVIDER_ID) & 0xFFFFFFFFL) << 32
                | (guid.getShort(PROVIDER_ID + 4) & 0xFFFFL) << 16
                | guid.getShort(PROVIDER_ID + 6) & 0xFFFFL;
        return new UUID(high, Long.reverseBytes(guid.getLong(PROVIDER_ID + 8)));
    }

    /**
     * The service provider's entry in the catalog of the computer.
     *
     * @return {@code dwCatalogEntryId}, to be read as an unsigned number
     */
    public int catalogEntryId() {
        return getInt(CATALOG_ENTRY_ID);
    }

    /**
     * The protocol's name.
     *
     * @return {@code szProtocol} up to its terminating zero, or all of it if there is none
     */
    public String protocolName() {
        int end = PROTOCOL_NAME;
        while (end < SIZE && (bytes[end] | bytes[end + 1]) != 0) {
            end += Short.BYTES;
        }
        return new String(bytes, PROTOCOL_NAME, end - PROTOCOL_NAME, StandardCharsets.UTF_16LE);
    }
}
