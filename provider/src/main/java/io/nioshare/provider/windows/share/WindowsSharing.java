package io.nioshare.provider.windows.share;

import io.nioshare.ShareException;
import io.nioshare.ShareFailure;
import io.nioshare.TokenException;
import io.nioshare.TokenException.Reason;
import io.nioshare.provider.memory.Scratch;
import io.nioshare.provider.os.Nonces;
import io.nioshare.provider.os.OsSharing;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsSocketType;
import io.nioshare.provider.windows.jna.LastError;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.jna.Processes;
import io.nioshare.provider.windows.jna.Winsock2;
import io.nioshare.provider.windows.winsock.ImportedHandle;
import io.nioshare.provider.windows.winsock.Winsock;
import io.nioshare.provider.windows.winsock.WinsockSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.util.Optional;

/** "WSADuplicateSocketW", and "WSASocketW" with the protocol information that it made. */
public final class WindowsSharing implements OsSharing {

    private static final ThreadLocal<Scratch> INFO = Scratch.perThread(NativeMemory.INSTANCE, ProtocolInfo.SIZE);

    private final Winsock winsock;
    private final Nonces nonces = new Nonces(SystemRandom::fill);
    private final TargetProcesses targets = new TargetProcesses();

    public WindowsSharing(Winsock winsock) {
        this.winsock = winsock;
    }

    @Override
    public byte[] exportTo(OsSocket socket, SocketAddress peer, long pid) throws IOException {
        WinsockSocket source = (WinsockSocket) socket;
        InetSocketAddress known = peer instanceof InetSocketAddress inet ? inet : null;
        return targets.with(pid, target -> exportTo(source, known, target));
    }

    private byte[] exportTo(WinsockSocket source, InetSocketAddress peer, TargetProcess target) throws ShareException {
        requireRoom(source);
        TokenStamp stamp = new TokenStamp(target.pid(), target.startTime(), Self.ID, nonces.next(), peer);
        boolean wasShared = source.isShared();
        // Before the other process can have it.
        source.setShared(true);
        boolean done = false;
        try {
            byte[] token = stamp.stamp(duplicate(source, target));
            done = true;
            return token;
        } finally {
            if (!done) {
                source.setShared(wasShared);
            }
        }
    }

    private static void requireRoom(WinsockSocket source) throws ShareException {
        byte[] info = source.takesStamp() ? null : source.info();
        if (info != null) {
            TokenStamp.requireRoom(info);
            source.setTakesStamp();
        }
    }

    /** To a process that has ended but still exists, this may look like a success and yield a worthless token. */
    private static byte[] duplicate(WinsockSocket source, TargetProcess target) throws ShareException {
        Scratch scratch = INFO.get();
        int rc = Winsock2.WSADuplicateSocketW(source.handle(), (int) target.pid(), scratch.address());
        if (rc != 0) {
            int error = LastError.get();
            throw target.isAlive() ? ShareErrors.exporting(target.pid(), error) : ShareErrors.ended(target.pid());
        }
        byte[] bytes = new byte[ProtocolInfo.SIZE];
        scratch.view().get(0, bytes);
        ProtocolInfo info = ProtocolInfo.of(bytes);
        if (info.namesNoHandle() || !info.namesHandle() && !target.isAlive()) {
            throw ShareErrors.ended(target.pid());
        }
        return bytes;
    }

    @Override
    public OsToken read(byte[] token) throws IOException {
        Optional<TokenStamp> stamp = TokenStamp.read(token);
        if (stamp.isPresent()) {
            requireForThisProcess(stamp.get());
        }
        byte[] bytes = TokenStamp.strip(token);
        ProtocolInfo info = ProtocolInfo.of(bytes);
        info.requireUsable();
        info.requireDuplicate();
        return new WindowsToken(bytes, info, stamp.orElse(null));
    }

    @Override
    public OsImported takeOver(int descriptor) {
        throw new UnsupportedOperationException("programs aren't started with sockets on Windows");
    }

    @Override
    public OsImported standardInput() {
        return null;
    }

    private static void requireForThisProcess(TokenStamp stamp) throws TokenException {
        if (stamp.targetPid() == Self.ID && stamp.targetStartTime() == Self.START_TIME) {
            return;
        }
        throw new TokenException(
                Reason.WRONG_TARGET,
                ShareFailure.withoutCode(
                        "importFrom",
                        "the token is for process " + stamp.targetPid() + ", not for this one (" + Self.ID
                                + (stamp.targetPid() == Self.ID ? ", started later)" : ")"),
                        "give it to that process, or export to this one"));
    }

    /** Looked up at first use, then constant. */
    private static final class Self {
        static final long ID = Integer.toUnsignedLong(Processes.currentId());
        static final long START_TIME = Processes.startTime(Processes.current());
    }

    private final class WindowsToken implements OsToken {

        private final byte[] bytes;
        private final ProtocolInfo info;
        private final TokenStamp stamp;

        /** @param stamp null in a token of another program */
        WindowsToken(byte[] bytes, ProtocolInfo info, TokenStamp stamp) {
            this.bytes = bytes;
            this.info = info;
            this.stamp = stamp;
        }

        @Override
        public Object identity() {
            return stamp == null ? null : stamp.nonce();
        }

        /** The number of a handle that was refused may soon be that of another one. */
        @Override
        public boolean isUsedUpBy(TokenException refusal) {
            return true;
        }

        /**
         * {@inheritDoc}
         *
         * <p>One method of more than 325 bytes of code: so many HotSpot's compiler doesn't inline. What it would inline here
         * is most of an import's code, and would be compiled once more with each caller.
         */
        @Override
        public OsImported open() throws IOException {
            Scratch scratch = INFO.get();
            scratch.view().put(0, bytes);
            int fromInfo = Winsock2.FROM_PROTOCOL_INFO;
            // No documentation says that the second flag is heeded here, so its effect is looked at later.
            int flags = Winsock2.WSA_FLAG_OVERLAPPED | Winsock2.WSA_FLAG_NO_HANDLE_INHERIT;
            long handle = Winsock2.WSASocketW(fromInfo, fromInfo, fromInfo, scratch.address(), 0, flags);
            if (handle == Winsock2.INVALID_SOCKET) {
                throw ShareErrors.importing(LastError.get());
            }
            ImportedHandle claimed = winsock.claim(handle);
            if (claimed == null) {
                throw refused(
                        Reason.ALREADY_USED, "its socket is open in this process already: it was imported before");
            }
            SocketAddress peer;
            ProtocolInfo actual = info;
            try {
                peer = claimed.peer(info.addressFamily());
                if (!isProvenBy(peer)) {
                    byte[] said = claimed.protocolInfo();
                    actual = said == null ? null : ProtocolInfo.of(said);
                }
            } catch (RuntimeException unreadable) {
                claimed.disown();
                throw unreadable;
            }
            if (actual == null || !actual.describesSameKindAs(info)) {
                claimed.disown();
                throw refused(Reason.STALE, "what it names isn't the socket that it describes, or no longer");
            }
            // At least under Wine, Winsock knows it no more when the connection has ended.
            boolean ended = peer == null && stamp != null && stamp.peer() != null;
            if (ended) {
                peer = stamp.peer();
            }
            OsSocketType type = info.socketType() == Winsock2.SOCK_STREAM ? OsSocketType.STREAM : OsSocketType.DATAGRAM;
            ProtocolFamily family =
                    switch (info.addressFamily()) {
                        case Winsock2.AF_UNIX -> StandardProtocolFamily.UNIX;
                        case Winsock2.AF_INET6 -> StandardProtocolFamily.INET6;
                        default -> StandardProtocolFamily.INET;
                    };
            WinsockSocket socket = claimed.adopt(type, family, actual.baseProvider(), peer);
            try {
                if (TokenStamp.hasRoom(actual)) {
                    socket.setTakesStamp();
                }
                boolean connected = socket.remoteAddress() != null;
                boolean mayListen = type == OsSocketType.STREAM && (ended || !connected);
                if (mayListen && ImportedHandle.isListening(socket)) {
                    return new OsImported(socket, State.LISTENING);
                }
                if (connected) {
                    return new OsImported(socket, State.CONNECTED);
                }
                return new OsImported(socket, socket.localAddress() != null ? State.BOUND : State.UNBOUND);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }

        /**
         * Only a socket has a peer. What else is to be known the exporter's Winsock wrote, and the stamp tells that it is
         * unchanged, for this process and used for the first time. So the handle is another one only if somebody closed it
         * here before its import. Then the information wouldn't tell its successor from it either, if that is connected
         * over the same protocol; that it is over the other one, TCP or UDP, isn't worth the question.
         */
        private boolean isProvenBy(SocketAddress peer) {
            return stamp != null && peer != null;
        }

        private static TokenException refused(Reason reason, String meaning) {
            return new TokenException(
                    reason, ShareFailure.withoutCode("importFrom", meaning, "have the source export it again"));
        }
    }
}
