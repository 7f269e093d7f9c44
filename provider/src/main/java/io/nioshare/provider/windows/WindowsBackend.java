package io.nioshare.provider.windows;

import io.nioshare.provider.os.OsBackend;
import io.nioshare.provider.os.OsMemory;
import io.nioshare.provider.os.OsOption;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsSharing;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsSocketType;
import io.nioshare.provider.windows.afd.AfdPoller;
import io.nioshare.provider.windows.afd.AfdSocketPolls;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.share.WindowsSharing;
import io.nioshare.provider.windows.winsock.Winsock;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.util.EnumSet;
import java.util.Set;

/** 64-bit Windows. */
public final class WindowsBackend implements OsBackend {

    private final Winsock winsock = new Winsock(new AfdSocketPolls());
    private final OsSharing sharing = new WindowsSharing(winsock);

    @Override
    public OsSocket open(OsSocketType type, ProtocolFamily family) throws IOException {
        return winsock.open(type, family);
    }

    @Override
    public OsSocket openListener(ProtocolFamily family) throws IOException {
        return winsock.open(OsSocketType.STREAM, family);
    }

    @Override
    public ProtocolFamily defaultFamily() {
        return winsock.hasIpv6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    @Override
    public String whyUnsupported(OsSocketType type, ProtocolFamily family) {
        if (family == StandardProtocolFamily.INET) {
            return null;
        }
        if (family == StandardProtocolFamily.INET6) {
            return winsock.hasIpv6() ? null : "IPv6 is switched off";
        }
        if (family == StandardProtocolFamily.UNIX) {
            return type == OsSocketType.STREAM ? winsock.unixRefusal().orElse(null) : "Java has no addresses for them";
        }
        return "the family isn't known";
    }

    @Override
    public Set<OsOption> options() {
        return EnumSet.complementOf(EnumSet.of(
                OsOption.REUSE_PORT,
                OsOption.QUICK_ACK,
                OsOption.INCOMING_NAPI_ID,
                OsOption.PEER_USER,
                OsOption.PEER_GROUP));
    }

    @Override
    public OsPoller openPoller() throws IOException {
        return AfdPoller.open();
    }

    @Override
    public OsSharing sharing() {
        return sharing;
    }

    @Override
    public OsMemory memory() {
        return NativeMemory.INSTANCE;
    }
}
