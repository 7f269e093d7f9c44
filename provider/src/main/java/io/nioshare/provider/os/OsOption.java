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
    MULTICAST_LOOP
}
