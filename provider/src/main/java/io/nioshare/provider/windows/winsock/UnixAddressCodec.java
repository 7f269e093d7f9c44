package io.nioshare.provider.windows.winsock;

import static io.nioshare.provider.windows.jna.Winsock2.AF_UNIX;

import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;

/**
 * "AF_UNIX comes to Windows", afunix.h:
 *
 * <pre>
 * struct sockaddr_un { ADDRESS_FAMILY family; char path[108]; };    // 0 2, 110 bytes
 * </pre>
 *
 * The path is in UTF-8 and ends at the first zero. Windows has neither names in an abstract namespace nor any that it
 * chooses itself.
 */
final class UnixAddressCodec {

    static final int MAX_BYTES = 110;

    static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");

    private static final int PATH = 2;

    /** As the JDK's, one less than what fits with the zero that ends it. */
    private static final int MAX_PATH = 106;

    private UnixAddressCodec() {}

    /** Writes an address at the start of {@code out}, the whole structure. Returns how many bytes that is. */
    static int encode(UnixDomainSocketAddress address, ByteBuffer out) throws SocketException {
        byte[] path = address.getPath().toString().getBytes(StandardCharsets.UTF_8);
        if (path.length > MAX_PATH) {
            throw new SocketException("Unix domain path too long: " + path.length + " bytes, and " + MAX_PATH + " fit");
        }
        clear(out);
        out.putShort(0, (short) AF_UNIX).put(PATH, path);
        return MAX_BYTES;
    }

    /** What is to be received may say less about its length than about its end. */
    static void clear(ByteBuffer out) {
        for (int i = 0; i < MAX_BYTES; i += Short.BYTES) {
            out.putShort(i, (short) 0);
        }
    }

    /** Reads what {@link #encode} or Winsock wrote over zeros. */
    static UnixDomainSocketAddress decode(ByteBuffer in) {
        int end = PATH;
        while (end < MAX_BYTES && in.get(end) != 0) {
            end++;
        }
        if (end == PATH) {
            return UNNAMED;
        }
        byte[] path = new byte[end - PATH];
        in.get(PATH, path);
        try {
            return UnixDomainSocketAddress.of(new String(path, StandardCharsets.UTF_8));
        } catch (InvalidPathException foreignBytes) {
            return UNNAMED;
        }
    }
}
