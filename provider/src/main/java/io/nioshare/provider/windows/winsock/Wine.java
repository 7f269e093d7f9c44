package io.nioshare.provider.windows.winsock;

import io.nioshare.provider.os.OsSocketType;
import io.nioshare.provider.windows.jna.Ntdll;
import java.io.IOException;
import java.net.InetSocketAddress;

/** What is needed under Wine and nowhere else. */
final class Wine {

    /** Whether this Windows is Wine. */
    static final boolean HERE = Ntdll.wineVersion() != null;

    private static final int MAX_ATTEMPTS = 10;

    private Wine() {}

    /**
     * A UDP port that Linux chose itself is lost when the socket is disconnected, which Windows doesn't do, and Wine
     * lets a socket be bound only once. So the port is found out with another socket and then asked for by number.
     */
    static void bindToFreePort(WinsockSocket socket, InetSocketAddress local) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = freePort(socket, local);
            try {
                socket.bindTo(new InetSocketAddress(local.getAddress(), port));
                return;
            } catch (IOException e) {
                // Somebody may have taken the port in between; anything else fails every time.
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static int freePort(WinsockSocket socket, InetSocketAddress local) throws IOException {
        WinsockSocket probe = WinsockSocket.open(OsSocketType.DATAGRAM, socket.family(), socket.polls());
        try {
            probe.bindTo(local);
            return ((InetSocketAddress) probe.localAddress()).getPort();
        } finally {
            probe.close();
        }
    }
}
