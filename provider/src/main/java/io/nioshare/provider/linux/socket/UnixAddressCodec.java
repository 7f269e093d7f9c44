package io.nioshare.provider.linux.socket;

import static io.nioshare.provider.linux.libc.Libc.AF_UNIX;

import io.nioshare.provider.security.Privileged;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;

/**
 * <pre>
 * struct sockaddr_un { short family; char path[108]; };    // 0 2, 110 bytes
 * </pre>
 *
 * A path ends at the first zero; a socket without a name has none at all. One whose path begins with a zero is in the
 * abstract namespace, which Java has no addresses for: it passes for one without a name.
 */
final class UnixAddressCodec {

    static final int MAX_BYTES = 110;

    static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");

    private static final int PATH = 2;

    /** As the JDK's, one less than what fits with the zero that ends it. */
    private static final int MAX_PATH = 106;

    private static final Charset CHARSET = charset();

    private UnixAddressCodec() {}

    private static Charset charset() {
        String name = Privileged.property("sun.jnu.encoding");
        return name == null ? Charset.defaultCharset() : Charset.forName(name);
    }

    /** Writes an address at the start of {@code out}. Returns how many bytes it took. */
    static int encode(UnixDomainSocketAddress address, ByteBuffer out) throws SocketException {
        byte[] path = address.getPath().toString().getBytes(CHARSET);
        if (path.length > MAX_PATH) {
            throw new SocketException("Unix domain path too long: " + path.length + " bytes, and " + MAX_PATH + " fit");
        }
        out.putShort(0, (short) AF_UNIX).put(PATH, path).put(PATH + path.length, (byte) 0);
        return PATH + path.length + 1;
    }

    /** Whether the address of {@code length} bytes is that of a socket without a name. */
    static boolean isUnnamed(int length) {
        return length <= PATH;
    }

    /** Reads what the kernel wrote, {@code length} bytes of it. */
    static UnixDomainSocketAddress decode(ByteBuffer in, int length) {
        int end = PATH;
        while (end < length && in.get(end) != 0) {
            end++;
        }
        if (end == PATH) {
            return UNNAMED;
        }
        byte[] path = new byte[end - PATH];
        in.get(PATH, path);
        try {
            return UnixDomainSocketAddress.of(new String(path, CHARSET));
        } catch (InvalidPathException foreignBytes) {
            return UNNAMED;
        }
    }
}
