package io.nioshare.provider.os;

/** What a socket carries. */
public enum OsSocketType {
    STREAM,
    DATAGRAM
}
