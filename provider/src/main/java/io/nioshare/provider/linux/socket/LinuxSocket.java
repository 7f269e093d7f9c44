package io.nioshare.provider.linux.socket;

import static io.nioshare.provider.linux.libc.Libc.*;

import io.nioshare.provider.linux.libc.LastError;
import io.nioshare.provider.linux.libc.Libc;
import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.memory.IpAddressCodec;
import io.nioshare.provider.memory.Scratch;
import io.nioshare.provider.os.ListenerBusyException;
import io.nioshare.provider.os.OsMembership;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsOption;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsSocketType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.util.EnumSet;
import java.util.Set;

/** One descriptor of a socket, with the flags that every socket of this library has. */
public final class LinuxSocket extends DescriptorMode implements OsSocket {

    private static final int SCRATCH_BYTES = 128;
    private static final int LENGTH = 120;
    private static final ThreadLocal<Scratch> SCRATCH = Scratch.perThread(NativeMemory.INSTANCE, SCRATCH_BYTES);

    /** "accept(2)": errors of the connection, not of the listener. */
    private static final Set<Errno> OF_THE_PEER = EnumSet.of(
            Errno.EINTR,
            Errno.ECONNABORTED,
            Errno.EPROTO,
            Errno.ENETDOWN,
            Errno.ENOPROTOOPT,
            Errno.EHOSTDOWN,
            Errno.EHOSTUNREACH,
            Errno.EOPNOTSUPP,
            Errno.ENETUNREACH);

    private final OsSocketType type;
    private final ProtocolFamily family;

    /** Which of them are this socket too. */
    private final Set<Integer> standardStreams;

    /** A stream's peer as far as it was told: the system forgets it when the connection has ended. */
    private volatile SocketAddress knownPeer;

    LinuxSocket(int descriptor, OsSocketType type, ProtocolFamily family, SocketAddress knownPeer) {
        this(descriptor, type, family, knownPeer, Set.of());
    }

    LinuxSocket(
            int descriptor,
            OsSocketType type,
            ProtocolFamily family,
            SocketAddress knownPeer,
            Set<Integer> standardStreams) {
        super(descriptor);
        this.standardStreams = standardStreams;
        this.type = type;
        this.family = family;
        this.knownPeer = knownPeer;
    }

    /** Opens a socket as design and documentation want it: not inherited, non-blocking, dual-stack. */
    static LinuxSocket open(OsSocketType type, ProtocolFamily family) throws IOException {
        LinuxSocket socket = new LinuxSocket(create(type, family), type, family, null);
        try {
            if (socket.ipv6()) {
                OptionCalls.setInt(socket, IPPROTO_IPV6, IPV6_V6ONLY, 0);
            }
            if (type == OsSocketType.DATAGRAM) {
                socket.receiveFromJoinedGroupsAlone();
            }
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    static int create(OsSocketType type, ProtocolFamily family) throws IOException {
        int kind = type == OsSocketType.STREAM ? SOCK_STREAM : SOCK_DGRAM;
        int descriptor = socket(domain(family), kind | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (descriptor < 0) {
            throw Errno.toException("socket", LastError.get());
        }
        return descriptor;
    }

    private static int domain(ProtocolFamily family) {
        if (family == StandardProtocolFamily.UNIX) {
            return AF_UNIX;
        }
        return family == StandardProtocolFamily.INET6 ? AF_INET6 : AF_INET;
    }

    /**
     * "ip(7)", IP_MULTICAST_ALL: else what other sockets of this host have joined would come here too. Only a wish:
     * kernels before 4.20 don't know IPv6's, and some that pretend to be Linux neither.
     */
    private void receiveFromJoinedGroupsAlone() {
        Scratch scratch = SCRATCH.get();
        scratch.view().putInt(0, 0);
        setsockopt(descriptor(), IPPROTO_IP, IP_MULTICAST_ALL, scratch.address(), Integer.BYTES);
        if (ipv6()) {
            setsockopt(descriptor(), IPPROTO_IPV6, IPV6_MULTICAST_ALL, scratch.address(), Integer.BYTES);
        }
    }

    @Override
    public OsSocketType type() {
        return type;
    }

    @Override
    public ProtocolFamily family() {
        return family;
    }

    private boolean unix() {
        return family == StandardProtocolFamily.UNIX;
    }

    boolean ipv6() {
        return family == StandardProtocolFamily.INET6;
    }

    @Override
    public void bind(SocketAddress local) throws IOException {
        Scratch scratch = SCRATCH.get();
        int length = SocketAddressCodec.encodeAny(local, ipv6(), scratch.view());
        check("bind", Libc.bind(descriptor(), scratch.address(), length));
    }

    @Override
    public void listen(int backlog) throws IOException {
        check("listen", Libc.listen(descriptor(), backlog));
    }

    @Override
    public boolean connect(SocketAddress remote) throws IOException {
        refuseToBlock();
        Scratch scratch = SCRATCH.get();
        int length = SocketAddressCodec.encodeAny(remote, ipv6(), scratch.view());
        if (Libc.connect(descriptor(), scratch.address(), length) == 0) {
            return true;
        }
        int error = LastError.get();
        if (unix() && Errno.EAGAIN.is(error)) {
            throw new ListenerBusyException(Errno.toException("connect", error).getMessage());
        }
        if (Errno.EINPROGRESS.is(error) || Errno.EINTR.is(error)) {
            return false;
        }
        throw Errno.toException("connect", error);
    }

    void setCloseOnExec() throws IOException {
        check("fcntl(F_SETFD)", fcntl(descriptor(), F_SETFD, FD_CLOEXEC));
    }

    /** Whether the socket takes connections. */
    public boolean isListening() throws IOException {
        return OptionCalls.getInt(this, SOL_SOCKET, SO_ACCEPTCONN) != 0;
    }

    /** Accepts a connection if there is one, else returns null. */
    LinuxSocket acceptNow() throws IOException {
        refuseToBlock();
        Scratch scratch = SCRATCH.get();
        while (true) {
            scratch.view().putInt(LENGTH, UnixAddressCodec.MAX_BYTES);
            int accepted =
                    accept4(descriptor(), scratch.address(), scratch.address() + LENGTH, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (accepted >= 0) {
                return new LinuxSocket(accepted, type, family, addressIn(scratch));
            }
            int error = LastError.get();
            if (Errno.EAGAIN.is(error)) {
                return null;
            }
            if (!Errno.of(error).map(OF_THE_PEER::contains).orElse(false)) {
                throw Errno.toException("accept4", error);
            }
        }
    }

    @Override
    public void disconnect() throws IOException {
        InetSocketAddress before = (InetSocketAddress) localAddress();
        Scratch scratch = SCRATCH.get();
        scratch.view().putLong(0, 0).putLong(8, 0);
        int length = IpAddressCodec.IPV4_BYTES;
        check("connect(AF_UNSPEC)", Libc.connect(descriptor(), scratch.address(), length));
        // A port that the system had chosen is gone now.
        InetSocketAddress after = (InetSocketAddress)
                address(getsockname(descriptor(), addressScratch(), lengthScratch()), "getsockname");
        if (before != null && after != null && after.getPort() == 0) {
            bind(new InetSocketAddress(after.getAddress(), before.getPort()));
        }
    }

    @Override
    public void join(OsMembership membership) throws IOException {
        LinuxMulticast.join(this, membership);
    }

    @Override
    public void leave(OsMembership membership) throws IOException {
        LinuxMulticast.leave(this, membership);
    }

    @Override
    public void block(OsMembership membership, InetAddress source, boolean block) throws IOException {
        LinuxMulticast.block(this, membership, source, block);
    }

    @Override
    public void setMulticastInterface(NetworkInterface networkInterface) throws IOException {
        LinuxMulticast.setInterface(this, networkInterface);
    }

    @Override
    public SocketAddress localAddress() throws IOException {
        SocketAddress local = address(getsockname(descriptor(), addressScratch(), lengthScratch()), "getsockname");
        if (local instanceof InetSocketAddress inet) {
            return inet.getPort() == 0 ? null : inet;
        }
        boolean unnamed = UnixAddressCodec.isUnnamed(SCRATCH.get().view().getInt(LENGTH));
        return unnamed && remoteAddress() == null ? null : local;
    }

    @Override
    public SocketAddress remoteAddress() throws IOException {
        SocketAddress peer = knownPeer;
        if (peer == null) {
            peer = address(getpeername(descriptor(), addressScratch(), lengthScratch()), "getpeername");
            if (type == OsSocketType.STREAM) {
                knownPeer = peer;
            }
        }
        return peer;
    }

    private static long addressScratch() {
        Scratch scratch = SCRATCH.get();
        scratch.view().putInt(LENGTH, UnixAddressCodec.MAX_BYTES);
        return scratch.address();
    }

    private static long lengthScratch() {
        return SCRATCH.get().address() + LENGTH;
    }

    private static SocketAddress addressIn(Scratch scratch) {
        return SocketAddressCodec.decodeAny(scratch.view(), scratch.view().getInt(LENGTH));
    }

    private static SocketAddress address(int rc, String call) throws IOException {
        if (rc == 0) {
            return addressIn(SCRATCH.get());
        }
        int error = LastError.get();
        if (Errno.ENOTCONN.is(error)) {
            return null;
        }
        throw Errno.toException(call, error);
    }

    @Override
    public void shutdownInput() throws IOException {
        shutDown(SHUT_RD);
    }

    @Override
    public void shutdownOutput() throws IOException {
        shutDown(SHUT_WR);
    }

    /** A connection that is gone already is as good as shut down. */
    private void shutDown(int how) throws IOException {
        if (Libc.shutdown(descriptor(), how) != 0 && !Errno.ENOTCONN.is(LastError.get())) {
            throw Errno.toException("shutdown", LastError.get());
        }
    }

    @Override
    public boolean endsBlockingStreamsAtClose() {
        return false;
    }

    @Override
    public void sendUrgent(byte data) throws IOException {
        Scratch scratch = SCRATCH.get();
        scratch.view().put(0, data);
        if (send(descriptor(), scratch.address(), 1, MSG_OOB | MSG_DONTWAIT | MSG_NOSIGNAL) != 1) {
            int error = LastError.get();
            throw Errno.EAGAIN.is(error)
                    ? new IOException("Socket buffer full")
                    : Errno.toException("send(MSG_OOB)", error);
        }
    }

    @Override
    public int available() throws IOException {
        Scratch scratch = SCRATCH.get();
        check("ioctl(FIONREAD)", ioctl(descriptor(), FIONREAD, scratch.address()));
        return scratch.view().getInt(0);
    }

    @Override
    public int getOption(OsOption option) throws IOException {
        return LinuxOptions.get(this, option);
    }

    @Override
    public void setOption(OsOption option, int value) throws IOException {
        LinuxOptions.set(this, option, value);
    }

    @Override
    public OsOperation newOperation() {
        return new LinuxOperation(this);
    }

    @Override
    public void close() throws IOException {
        try {
            StandardStreams.detach(standardStreams);
        } finally {
            // "close(2)": after EINTR the descriptor is gone all the same, and its number may be somebody else's.
            if (Libc.close(descriptor()) != 0 && !Errno.EINTR.is(LastError.get())) {
                throw Errno.toException("close", LastError.get());
            }
        }
    }
}
