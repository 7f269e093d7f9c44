package io.nioshare.provider.windows.jna;

import com.sun.jna.Native;

/** mswsock.dll: "Winsock Functions", the Microsoft-specific ones. */
public final class Mswsock {

    static {
        Native.register(Mswsock.class, "mswsock");
    }

    private Mswsock() {}

    public static native boolean AcceptEx(
            long listenSocket,
            long acceptSocket,
            long output,
            int receiveLength,
            int localAddressLength,
            int remoteAddressLength,
            long received,
            long overlapped);
}
