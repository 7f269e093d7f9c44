package io.nioshare.provider.windows.jna;

import io.nioshare.provider.binding.Library;
import io.nioshare.provider.binding.NativeFunction;
import java.lang.invoke.MethodHandles;

/** mswsock.dll: "Winsock Functions", the Microsoft-specific ones. */
public final class Mswsock {

    private static final Library LIBRARY = Library.open("mswsock", MethodHandles.lookup(), Natives.class);
    private static final NativeFunction ACCEPT_EX = LIBRARY.function("AcceptEx");

    private Mswsock() {}

    public static boolean AcceptEx(
            long listenSocket,
            long acceptSocket,
            long output,
            int receiveLength,
            int localAddressLength,
            int remoteAddressLength,
            long received,
            long overlapped) {
        return (ACCEPT_EX == null
                        ? Natives.AcceptEx(
                                listenSocket,
                                acceptSocket,
                                output,
                                receiveLength,
                                localAddressLength,
                                remoteAddressLength,
                                received,
                                overlapped)
                        : (int) ACCEPT_EX.call(
                                listenSocket,
                                acceptSocket,
                                output,
                                receiveLength,
                                localAddressLength,
                                remoteAddressLength,
                                received,
                                overlapped))
                != 0;
    }

    /** The functions by their C types. */
    private static final class Natives {
        static native int AcceptEx(
                long listenSocket,
                long acceptSocket,
                long output,
                int receiveLength,
                int localAddressLength,
                int remoteAddressLength,
                long received,
                long overlapped);
    }
}
