package io.nioshare.provider.windows.share;

import io.nioshare.ShareFailure;
import io.nioshare.TokenException;
import io.nioshare.TokenException.Reason;
import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.os.OsSharing;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.windows.jna.LastError;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.jna.Processes;
import io.nioshare.provider.windows.jna.Winsock2;
import io.nioshare.provider.windows.winsock.ImportedHandle;
import io.nioshare.provider.windows.winsock.Winsock;
import io.nioshare.provider.windows.winsock.WinsockSocket;
import java.io.IOException;
import java.util.Optional;

/** "WSADuplicateSocketW", and "WSASocketW" with the protocol information that it made. */
public final class WindowsSharing implements OsSharing {

    private final Winsock winsock;

    public WindowsSharing(Winsock winsock) {
        this.winsock = winsock;
    }

    @Override
    public byte[] exportTo(OsSocket socket, long pid) throws IOException {
        WinsockSocket source = (WinsockSocket) socket;
        try (TargetProcess target = TargetProcess.open(pid)) {
            target.ensureAlive();
            long startTime = target.startTime();
            boolean wasShared = source.isShared();
            // Before the other process can have it.
            source.setShared(true);
            boolean done = false;
            try {
                byte[] info = duplicate(source, pid);
                target.ensureAlive();
                byte[] token = TokenStamp.fresh(pid, startTime, Self.ID).stamp(info);
                done = true;
                return token;
            } finally {
                if (!done) {
                    source.setShared(wasShared);
                }
            }
        }
    }

    private static byte[] duplicate(WinsockSocket source, long pid) throws IOException {
        OffHeapBlock block = new OffHeapBlock(NativeMemory.INSTANCE, ProtocolInfo.SIZE);
        try {
            byte[] info = new byte[ProtocolInfo.SIZE];
            if (source.protocolInfo(block.address(), ProtocolInfo.SIZE)) {
                block.view().get(0, info);
                TokenStamp.requireRoom(info);
            }
            if (Winsock2.WSADuplicateSocketW(source.handle(), (int) pid, block.address()) != 0) {
                throw ShareErrors.exporting(pid, LastError.get());
            }
            block.view().get(0, info);
            return info;
        } finally {
            block.free();
        }
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
        return new WindowsToken(bytes, info, stamp.map(TokenStamp::nonce).orElse(null));
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
        private final Object nonce;

        WindowsToken(byte[] bytes, ProtocolInfo info, Object nonce) {
            this.bytes = bytes;
            this.info = info;
            this.nonce = nonce;
        }

        @Override
        public Object identity() {
            return nonce;
        }

        /** The number of a handle that was refused may soon be that of another one. */
        @Override
        public boolean isUsedUpBy(TokenException refusal) {
            return true;
        }

        @Override
        public OsImported open() throws IOException {
            ImportedHandle claimed = winsock.claim(openHandle());
            if (claimed == null) {
                throw refused(
                        Reason.ALREADY_USED, "its socket is open in this process already: it was imported before");
            }
            if (!claimed.isSocket(info.addressFamily(), info.socketType())) {
                claimed.disown();
                throw refused(Reason.STALE, "what it names isn't the socket that it describes, or no longer");
            }
            WinsockSocket socket = claimed.adopt(info.addressFamily(), info.socketType());
            try {
                return new OsImported(socket, state(socket));
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }

        private long openHandle() throws IOException {
            OffHeapBlock block = new OffHeapBlock(NativeMemory.INSTANCE, ProtocolInfo.SIZE);
            try {
                block.view().put(0, bytes);
                int fromInfo = Winsock2.FROM_PROTOCOL_INFO;
                long handle = Winsock2.WSASocketW(
                        fromInfo, fromInfo, fromInfo, block.address(), 0, Winsock2.WSA_FLAG_OVERLAPPED);
                if (handle == Winsock2.INVALID_SOCKET) {
                    throw ShareErrors.importing(LastError.get());
                }
                return handle;
            } finally {
                block.free();
            }
        }

        private State state(WinsockSocket socket) throws IOException {
            if (socket.remoteAddress() != null) {
                return State.CONNECTED;
            }
            if (info.socketType() == Winsock2.SOCK_STREAM && ImportedHandle.isListening(socket)) {
                return State.LISTENING;
            }
            return socket.localAddress() != null ? State.BOUND : State.UNBOUND;
        }

        private static TokenException refused(Reason reason, String meaning) {
            return new TokenException(
                    reason, ShareFailure.withoutCode("importFrom", meaning, "have the source export it again"));
        }
    }
}
