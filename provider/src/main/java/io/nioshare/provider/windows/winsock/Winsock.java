package io.nioshare.provider.windows.winsock;

import io.nioshare.provider.memory.Scratch;
import io.nioshare.provider.os.OsSocketType;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.jna.Winsock2;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.util.Optional;

/** Winsock as a whole: started once per process, and the maker of its sockets. */
public final class Winsock {

    private static final short VERSION_2_2 = 0x0202;
    private static final int WSADATA_BYTES = 512;

    private final SocketPolls polls;
    private final boolean ipv6;

    /** Null until somebody asks. */
    private volatile Optional<String> unixRefusal;

    public Winsock(SocketPolls polls) {
        this.polls = polls;
        startUp();
        this.ipv6 = !Boolean.getBoolean("java.net.preferIPv4Stack") && canOpen(StandardProtocolFamily.INET6);
    }

    /** Never undone: the JVM has sockets of its own in the same process. */
    private static void startUp() {
        Scratch scratch =
                Scratch.perThread(NativeMemory.INSTANCE, WSADATA_BYTES).get();
        int error = Winsock2.WSAStartup(VERSION_2_2, scratch.address());
        if (error != 0) {
            throw new UnsupportedOperationException("WSAStartup: " + WinsockError.describe(error));
        }
    }

    private static boolean canOpen(ProtocolFamily family) {
        try {
            Winsock2.closesocket(WinsockSocket.create(OsSocketType.STREAM, family));
            return true;
        } catch (IOException thereIsNone) {
            return false;
        }
    }

    public boolean hasIpv6() {
        return ipv6;
    }

    /** Why there are no sockets of AF_UNIX, which Windows 10 has since build 17063; empty when there are. */
    public Optional<String> unixRefusal() {
        Optional<String> known = unixRefusal;
        if (known == null) {
            known = askForUnix();
            unixRefusal = known;
        }
        return known;
    }

    private static Optional<String> askForUnix() {
        try {
            Winsock2.closesocket(WinsockSocket.create(OsSocketType.STREAM, StandardProtocolFamily.UNIX));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    public WinsockSocket open(OsSocketType type, ProtocolFamily family) throws IOException {
        return WinsockSocket.open(type, family, polls);
    }

    /** The other half of an export: what WSASocketW makes of protocol information. */
    public ImportedHandle claim(long handle) {
        return ImportedHandle.claim(handle, polls);
    }
}
