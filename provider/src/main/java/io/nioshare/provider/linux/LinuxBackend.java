package io.nioshare.provider.linux;

import io.nioshare.provider.linux.epoll.EpollPoller;
import io.nioshare.provider.linux.libc.NativeMemory;
import io.nioshare.provider.linux.share.LinuxSharing;
import io.nioshare.provider.linux.socket.Accounts;
import io.nioshare.provider.linux.socket.LinuxSockets;
import io.nioshare.provider.os.OsBackend;
import io.nioshare.provider.os.OsMemory;
import io.nioshare.provider.os.OsOption;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsSharing;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsSocketType;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.util.EnumSet;
import java.util.Set;

/** Linux on x86_64 and aarch64. */
public final class LinuxBackend implements OsBackend {

    private final LinuxSockets sockets = new LinuxSockets();
    private final OsSharing sharing = new LinuxSharing(sockets);

    @Override
    public OsSocket open(OsSocketType type, ProtocolFamily family) throws IOException {
        return sockets.open(type, family);
    }

    @Override
    public OsSocket openListener(ProtocolFamily family) throws IOException {
        return sockets.openListener(family);
    }

    @Override
    public ProtocolFamily defaultFamily() {
        return sockets.hasIpv6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    @Override
    public String whyUnsupported(OsSocketType type, ProtocolFamily family) {
        if (family == StandardProtocolFamily.INET) {
            return null;
        }
        if (family == StandardProtocolFamily.INET6) {
            return sockets.hasIpv6() ? null : "IPv6 is switched off";
        }
        if (family == StandardProtocolFamily.UNIX) {
            return type == OsSocketType.STREAM ? null : "Java has no addresses for them";
        }
        return "the family isn't known";
    }

    @Override
    public Set<OsOption> options() {
        return EnumSet.allOf(OsOption.class);
    }

    @Override
    public String userName(int id) {
        return Accounts.userName(id);
    }

    @Override
    public String groupName(int id) {
        return Accounts.groupName(id);
    }

    @Override
    public OsPoller openPoller() throws IOException {
        return EpollPoller.open();
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
