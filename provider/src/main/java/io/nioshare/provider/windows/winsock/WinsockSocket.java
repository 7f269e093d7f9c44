package io.nioshare.provider.windows.winsock;

import static io.nioshare.provider.windows.jna.Winsock2.*;

import io.nioshare.provider.memory.IpAddressCodec;
import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.memory.Scratch;
import io.nioshare.provider.os.OsMembership;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsOption;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsSocketType;
import io.nioshare.provider.windows.jna.LastError;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.jna.Winsock2;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;

/** One Winsock handle, with the flags and modes that every socket of this library has. */
public final class WinsockSocket extends ProvidedHandle implements OsSocket {

    private static final int SCRATCH_BYTES = 128;
    private static final int LENGTH = 120;
    private static final ThreadLocal<Scratch> SCRATCH = Scratch.perThread(NativeMemory.INSTANCE, SCRATCH_BYTES);

    private final OsSocketType type;
    private final ProtocolFamily family;
    private final SocketPolls polls;
    private final SocketAddress knownPeer;

    private volatile boolean reuseAddress;

    /**
     * Whether SO_REUSEADDR is only remembered, as by the JDK's sockets: Windows refuses it on one that is bound, and on
     * a stream it is never really set.
     */
    private volatile boolean reuseRemembered;

    private volatile boolean shared;

    /** Whether the mode was set here. An accepted socket's isn't before it is needed: overlapped calls don't mind it. */
    private volatile boolean nonBlocking;

    WinsockSocket(long handle, OsSocketType type, ProtocolFamily family, SocketPolls polls, SocketAddress knownPeer) {
        this(handle, null, type, family, polls, knownPeer);
    }

    /**
     * @param base the catalog entry of the handle's provider, if that is known to be a base provider; else null
     */
    WinsockSocket(
            long handle,
            Integer base,
            OsSocketType type,
            ProtocolFamily family,
            SocketPolls polls,
            SocketAddress knownPeer) {
        super(handle, base);
        this.type = type;
        this.family = family;
        this.polls = polls;
        this.knownPeer = knownPeer;
        OwnedHandles.add(handle);
    }

    /** Opens a socket as design and documentation want it: overlapped, not inherited, non-blocking, dual-stack. */
    static WinsockSocket open(OsSocketType type, ProtocolFamily family, SocketPolls polls) throws IOException {
        long handle = create(type, family);
        WinsockSocket socket = new WinsockSocket(handle, type, family, polls, null);
        try {
            socket.setNonBlocking();
            if (socket.ipv6()) {
                socket.setInt(IPPROTO_IPV6, IPV6_V6ONLY, 0);
            }
            if (type == OsSocketType.DATAGRAM) {
                socket.reportUnreachable(false);
            }
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    static long create(OsSocketType type, ProtocolFamily family) throws IOException {
        boolean stream = type == OsSocketType.STREAM;
        boolean unix = family == StandardProtocolFamily.UNIX;
        long handle = WSASocketW(
                unix ? AF_UNIX : family == StandardProtocolFamily.INET6 ? AF_INET6 : AF_INET,
                stream ? SOCK_STREAM : SOCK_DGRAM,
                unix ? 0 : stream ? IPPROTO_TCP : IPPROTO_UDP,
                0,
                0,
                WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
        if (handle == INVALID_SOCKET) {
            throw WinsockError.toException("WSASocketW", LastError.get());
        }
        return handle;
    }

    @Override
    public OsSocketType type() {
        return type;
    }

    @Override
    public ProtocolFamily family() {
        return family;
    }

    boolean unix() {
        return family == StandardProtocolFamily.UNIX;
    }

    boolean ipv6() {
        return family == StandardProtocolFamily.INET6;
    }

    SocketPolls polls() {
        return polls;
    }

    @Override
    public void bind(SocketAddress local) throws IOException {
        if (local instanceof InetSocketAddress inet) {
            bindExclusively();
            if (Wine.HERE && type == OsSocketType.DATAGRAM && inet.getPort() == 0) {
                Wine.bindToFreePort(this, inet);
                return;
            }
        }
        bindTo(local);
    }

    void bindTo(SocketAddress local) throws IOException {
        Scratch scratch = SCRATCH.get();
        int length = SocketAddressCodec.encodeAny(local, ipv6(), scratch.view());
        check("bind", Winsock2.bind(handle(), scratch.address(), length));
    }

    /**
     * As the JDK's sockets: nobody else may take a TCP port over, whatever SO_REUSEADDR says; a UDP port only if it
     * says so, which multicast receivers need.
     */
    private void bindExclusively() throws IOException {
        if (reuseAddress && type == OsSocketType.DATAGRAM) {
            return;
        }
        setInt(SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1);
        reuseRemembered = true;
    }

    @Override
    public void listen(int backlog) throws IOException {
        check("listen", Winsock2.listen(handle(), backlog));
    }

    /**
     * "Winsock IOCTLs", SIO_UDP_CONNRESET: on an unconnected socket an ICMP error would fail the next receive, whoever
     * it was about. Only a wish: Wine doesn't know SIO_UDP_NETRESET, and never fails that way.
     */
    private void reportUnreachable(boolean on) {
        Scratch scratch = SCRATCH.get();
        for (int code : new int[] {SIO_UDP_CONNRESET, SIO_UDP_NETRESET}) {
            scratch.view().putInt(0, on ? 1 : 0);
            WSAIoctl(handle(), code, scratch.address(), Integer.BYTES, 0, 0, scratch.address() + LENGTH, 0, 0);
        }
    }

    @Override
    public void disconnect() throws IOException {
        Scratch scratch = SCRATCH.get();
        // "connect function": the address of no family dissolves the association.
        for (int i = 0; i < IpAddressCodec.MAX_BYTES; i += Integer.BYTES) {
            scratch.view().putInt(i, 0);
        }
        int length = ipv6() ? IpAddressCodec.MAX_BYTES : IpAddressCodec.IPV4_BYTES;
        check("connect(AF_UNSPEC)", Winsock2.connect(handle(), scratch.address(), length));
        reportUnreachable(false);
    }

    @Override
    public void join(OsMembership membership) throws IOException {
        WinsockMulticast.join(this, membership);
    }

    @Override
    public void leave(OsMembership membership) throws IOException {
        WinsockMulticast.leave(this, membership);
    }

    @Override
    public void block(OsMembership membership, InetAddress source, boolean block) throws IOException {
        WinsockMulticast.block(this, membership, source, block);
    }

    @Override
    public void setMulticastInterface(NetworkInterface networkInterface) throws IOException {
        WinsockMulticast.setInterface(this, networkInterface);
    }

    @Override
    public boolean connect(SocketAddress remote) throws IOException {
        if (type == OsSocketType.DATAGRAM) {
            reportUnreachable(true);
        } else if (isLoopback(remote) && !Wine.HERE) {
            refuseLoopbackAtOnce();
        }
        ensureNonBlocking();
        Scratch scratch = SCRATCH.get();
        int length = SocketAddressCodec.encodeAny(remote, ipv6(), scratch.view());
        if (Winsock2.connect(handle(), scratch.address(), length) == 0) {
            return true;
        }
        int error = LastError.get();
        if (error == Winsock2.WSAEWOULDBLOCK) {
            return false;
        }
        throw WinsockError.toException("connect", error);
    }

    private static boolean isLoopback(SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress().isLoopbackAddress();
    }

    /**
     * "TCP_INITIAL_RTO_PARAMETERS": without it Windows tries for two seconds when nobody listens. Only a wish: an old
     * system that doesn't know it connects all the same. Wine doesn't know it and needs none.
     */
    private void refuseLoopbackAtOnce() {
        Scratch scratch = SCRATCH.get();
        short unspecifiedRtt = (short) 0xffff;
        byte noRetransmissions = (byte) 0xfe;
        // Before Windows 10 version 1709 one is the least.
        for (byte retransmissions : new byte[] {noRetransmissions, 1}) {
            scratch.view().putShort(0, unspecifiedRtt).put(2, retransmissions).put(3, (byte) 0);
            long length = scratch.address() + LENGTH;
            if (WSAIoctl(handle(), SIO_TCP_INITIAL_RTO, scratch.address(), 4, 0, 0, length, 0, 0) == 0) {
                return;
            }
        }
    }

    @Override
    public SocketAddress localAddress() throws IOException {
        return SocketNames.local(this);
    }

    @Override
    public SocketAddress remoteAddress() throws IOException {
        return knownPeer != null ? knownPeer : SocketNames.peer(this);
    }

    @Override
    public void shutdownInput() throws IOException {
        check("shutdown", Winsock2.shutdown(handle(), SD_RECEIVE));
    }

    @Override
    public void shutdownOutput() throws IOException {
        check("shutdown", Winsock2.shutdown(handle(), SD_SEND));
    }

    /** Without it, data that was left unread makes the close a reset: "Graceful Shutdown, Linger Options, and Socket Closure". */
    @Override
    public boolean endsBlockingStreamsAtClose() {
        return true;
    }

    @Override
    public void sendUrgent(byte data) throws IOException {
        ensureNonBlocking();
        Scratch scratch = SCRATCH.get();
        scratch.view().put(0, data);
        if (send(handle(), scratch.address(), 1, MSG_OOB) != 1) {
            int error = LastError.get();
            throw error == Winsock2.WSAEWOULDBLOCK
                    ? new IOException("Socket buffer full")
                    : WinsockError.toException("send(MSG_OOB)", error);
        }
    }

    @Override
    public int available() throws IOException {
        Scratch scratch = SCRATCH.get();
        check("ioctlsocket(FIONREAD)", ioctlsocket(handle(), FIONREAD, scratch.address()));
        return scratch.view().getInt(0);
    }

    @Override
    public int getOption(OsOption option) throws IOException {
        if (option == OsOption.REUSE_ADDRESS && reuseRemembered) {
            return reuseAddress ? 1 : 0;
        }
        if (option == OsOption.TRAFFIC_CLASS && ipv6()) {
            return 0;
        }
        return WinsockOptions.get(this, option);
    }

    @Override
    public void setOption(OsOption option, int value) throws IOException {
        if (option == OsOption.REUSE_ADDRESS) {
            setReuseAddress(value);
            return;
        }
        if (option == OsOption.TRAFFIC_CLASS && ipv6()) {
            // Windows has none for IPv6 sockets, and a hint may be ignored.
            return;
        }
        WinsockOptions.set(this, option, value);
    }

    private void setReuseAddress(int value) throws IOException {
        if (!reuseRemembered) {
            if (type == OsSocketType.STREAM || localAddress() != null) {
                reuseRemembered = true;
            } else {
                WinsockOptions.set(this, OsOption.REUSE_ADDRESS, value);
            }
        }
        reuseAddress = value != 0;
    }

    @Override
    public OsOperation newOperation() {
        return new WinsockOperation(this);
    }

    @Override
    public boolean isShared() {
        return shared;
    }

    /** The monitor is held for the length of a plain accept, which must not begin once another process may race for it. */
    @Override
    public synchronized void setShared(boolean shared) {
        this.shared = shared;
    }

    @Override
    public void close() throws IOException {
        OwnedHandles.remove(handle());
        int rc = closesocket(handle());
        if (rc != 0 && LastError.get() == Winsock2.WSAEWOULDBLOCK) {
            // It lingers, for which "closesocket" wants a socket in blocking mode. Wine never says so.
            setMode(0);
            rc = closesocket(handle());
        }
        check("closesocket", rc);
    }

    /** Before a plain call that may wait. A shared socket may be in the mode that another process has set. */
    private void ensureNonBlocking() throws IOException {
        if (shared || !nonBlocking) {
            setNonBlocking();
        }
    }

    /** Before a plain call of a socket that isn't shared. */
    void relyOnMode() throws IOException {
        if (!nonBlocking) {
            setNonBlocking();
        }
    }

    private void setNonBlocking() throws IOException {
        setMode(1);
        nonBlocking = true;
    }

    private void setMode(int nonBlocking) throws IOException {
        Scratch scratch = SCRATCH.get();
        scratch.view().putInt(0, nonBlocking);
        check("ioctlsocket(FIONBIO)", ioctlsocket(handle(), FIONBIO, scratch.address()));
    }

    int getInt(int level, int name) throws IOException {
        Scratch scratch = SCRATCH.get();
        scratch.view().putInt(0, 0).putInt(LENGTH, Integer.BYTES);
        check("getsockopt", getsockopt(handle(), level, name, scratch.address(), scratch.address() + LENGTH));
        return scratch.view().getInt(0);
    }

    void setInt(int level, int name, int value) throws IOException {
        Scratch scratch = SCRATCH.get();
        scratch.view().putInt(0, value);
        check("setsockopt", setsockopt(handle(), level, name, scratch.address(), Integer.BYTES));
    }

    /** Sets an option whose value is this structure. */
    void setStruct(String call, int level, int name, byte[] value) throws IOException {
        OffHeapBlock block = new OffHeapBlock(NativeMemory.INSTANCE, value.length);
        try {
            block.view().put(0, value);
            check(call, setsockopt(handle(), level, name, block.address(), value.length));
        } finally {
            block.free();
        }
    }

    static void check(String call, int rc) throws IOException {
        if (rc != 0) {
            throw WinsockError.toException(call, LastError.get());
        }
    }
}
