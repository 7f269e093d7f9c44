/**
 * Export and import by ticket. Bytes can't carry a descriptor on Linux: the exporter keeps a duplicate of it, and the
 * ticket says where and how the target, and nobody else, fetches it, once. The exporter may close its channel at once.
 *
 * <p>Unlike on Windows, the duplicate isn't in the target before it has been fetched. When the exporter's process ends,
 * what it keeps is gone, and so is a ticket whose time is over ({@value
 * io.nioshare.provider.linux.share.LinuxSharing#TTL_PROPERTY}) or whose target has ended.
 *
 * <h2>The ticket</h2>
 *
 * <p>192 bytes, numbers big-endian:
 *
 * <pre>
 *   0  magic               8 bytes, "nioshare"
 *   8  version             4, 2
 *  12  target              4, process id
 *  16  target's start      8, field 22 of /proc/[pid]/stat
 *  24  exporter            4, process id
 *  28  exporter's start    8
 *  36  expires             8, nanoseconds of CLOCK_BOOTTIME
 *  44  secret             16, random
 *  60  peer's family       4, of a TCP connection: 4 or 6, else 0. The kernel forgets the peer of one that was reset
 *  64  peer's port         4
 *  68  peer's scope        4, of an IPv6 address
 *  72  peer's address     16, an IPv4 address in the first four
 *  88  length of name      4
 *  92  name               92, of the exporter's socket in the abstract namespace, without the zero that it begins with
 * 184  checksum            8, of the 184 before: CRC-32, then Adler-32
 * </pre>
 *
 * <h2>Fetching</h2>
 *
 * <ol>
 *   <li>Connect a socket of family {@code AF_UNIX} and type {@code SOCK_SEQPACKET} to the name. When that is
 *       refused, the exporter keeps nothing any more.
 *   <li>{@code SO_PEERCRED} should name the exporter, and root or the own user: when the exporter has ended, anybody can
 *       have the name.
 *   <li>Send the secret, in one packet.
 *   <li>Receive one packet of one byte: 0, and with it the descriptor ({@code SCM_RIGHTS}); 1, no such ticket, or used,
 *       or expired; 2, not for this process. An end of the connection instead is no answer: the ticket may still be good.
 * </ol>
 *
 * <p>The exporter asks {@code SO_PEERCRED} in turn: the descriptor goes to the process that the ticket was made for, by
 * id and start time, running as the exporter's user, as the one that the target had when the ticket was made, or as
 * root. In Python:
 *
 * <pre>
 * name = b"\0" + ticket[92:92 + int.from_bytes(ticket[88:92], "big")]
 * with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as office:
 *     office.connect(name)
 *     office.send(ticket[44:60])
 *     status, descriptors, _, _ = socket.recv_fds(office, 1, 1)
 * received = socket.socket(fileno=descriptors[0])
 * </pre>
 *
 * <p>Both processes have to see the same process ids and network namespace. The descriptor's {@code O_NONBLOCK} is set,
 * and is common to all who hold the socket: a partner that clears it blocks nobody of this library, but gets it set again
 * by an import, an accept, or a connect. One that has to wait should use {@code poll}, as Python's {@code settimeout}
 * does.
 */
package io.nioshare.provider.linux.share;
