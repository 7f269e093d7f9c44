package io.nioshare.provider.os;

/** Socket options that a backend maps to its own levels and names; every value is an {@code int}. */
public enum OsOption {
    RECEIVE_BUFFER,
    SEND_BUFFER,
    KEEP_ALIVE,
    /** Seconds, or -1 when lingering is off. */
    LINGER,
    NO_DELAY,
    /** Whether urgent data is received among the rest. */
    URGENT_INLINE,
    /** The type of service or traffic class, 0 to 255. */
    TRAFFIC_CLASS,
    REUSE_ADDRESS,
    BROADCAST,
    /** How many hops multicast datagrams live, 0 to 255. */
    MULTICAST_TTL,
    /** Whether multicast datagrams come back to this host. */
    MULTICAST_LOOP,
    /** Whether others of the same user may bind to the same port, and share what comes in. */
    REUSE_PORT,
    /** Seconds of silence before the peer is probed. */
    KEEP_IDLE,
    /** Seconds between probes. */
    KEEP_INTERVAL,
    /** How many probes may stay without an answer. */
    KEEP_COUNT,
    /** Whether acknowledgements go out at once; the system changes it as it sees fit. */
    QUICK_ACK,
    /** Which receive queue the last packet came through; can't be set. */
    INCOMING_NAPI_ID,
    /** Whether datagrams go out whole or not at all. */
    DONT_FRAGMENT,
    /** The user id of the peer within this host when the connection was made; can't be set. */
    PEER_USER,
    /** The group id of that peer; can't be set. */
    PEER_GROUP
}
