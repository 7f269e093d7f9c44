package io.nioshare.provider.windows.afd;

/** What a made-up kernel hears of the sockets of {@link FakeChannel}s. */
interface SocketTable {
    void openSocket(long socket);

    void closeSocket(long socket);
}
