package io.nioshare.provider.os;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.util.Set;

/** One operating system: where everything that touches its kernel comes from. Stateless and thread-safe. */
public interface OsBackend {

    /** Opens a socket that is non-blocking for life and not inherited by child processes. */
    OsSocket open(OsSocketType type, ProtocolFamily family) throws IOException;

    /**
     * Opens a stream socket that is going to listen, with the options that listeners have from the start on this
     * system.
     */
    OsSocket openListener(ProtocolFamily family) throws IOException;

    /**
     * The family of a channel opened without naming one: dual-stack {@code INET6} where the system has it, else
     * {@code INET}.
     */
    ProtocolFamily defaultFamily();

    /**
     * Why the system can't make sockets of this type and family at all; null when it can.
     */
    String whyUnsupported(OsSocketType type, ProtocolFamily family);

    /** The options that this system has, of whatever sockets have them at all. */
    Set<OsOption> options();

    /** What the system calls the user with this id; the number itself when it has no name for it. */
    default String userName(int id) {
        return Integer.toUnsignedString(id);
    }

    /** What the system calls the group with this id; the number itself when it has no name for it. */
    default String groupName(int id) {
        return Integer.toUnsignedString(id);
    }

    /** Opens what one selector waits on. */
    OsPoller openPoller() throws IOException;

    /** Moves sockets between processes. */
    OsSharing sharing();

    /** Memory outside the Java heap. */
    OsMemory memory();
}
