package io.nioshare.provider.share;

import io.nioshare.ShareException;
import io.nioshare.ShareFailure;
import io.nioshare.ShareableChannel;
import io.nioshare.TokenException;
import io.nioshare.TokenException.Reason;
import io.nioshare.provider.channel.ChannelServices;
import io.nioshare.provider.channel.ShareableDatagramChannel;
import io.nioshare.provider.channel.ShareableServerSocketChannel;
import io.nioshare.provider.channel.ShareableSocketChannel;
import io.nioshare.provider.os.OsSharing.OsImported;
import io.nioshare.provider.os.OsSharing.OsToken;
import io.nioshare.provider.os.OsSharing.State;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsSocketType;
import io.nioshare.provider.pipe.PipeSink;
import io.nioshare.provider.pipe.PipeSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.util.Objects;

/** Turns tokens into channels. Thread-safe. */
public final class Importer {

    private final ChannelServices services;
    private final UsedTokens used;

    public Importer(ChannelServices services) {
        this.services = services;
        this.used = PROCESS_WIDE;
    }

    /** A token serves a process once, however many providers there are in it. */
    private static final UsedTokens PROCESS_WIDE = new UsedTokens();

    public ShareableChannel importFrom(byte[] token) throws IOException {
        return importFrom(token, ShareableChannel.class);
    }

    /** Imports what is a {@code type}; anything else is closed again. */
    public <C> C importFrom(byte[] token, Class<C> type) throws IOException {
        Objects.requireNonNull(type);
        OsImported imported = open(Objects.requireNonNull(token).clone());
        Channel channel = channelOrClose(imported, type);
        if (type.isInstance(channel)) {
            return type.cast(channel);
        }
        channel.close();
        throw wrongKind(imported, type);
    }

    /** Makes a channel of a descriptor that this process was started with. */
    public ShareableChannel takeOver(int descriptor) throws IOException {
        OsImported inherited = services.backend().sharing().takeOver(descriptor);
        if (inherited == null) {
            throw new IllegalArgumentException("descriptor " + descriptor
                    + " isn't a socket of a kind that this library has, wasn't there when this process was started, or was taken"
                    + " over before");
        }
        return (ShareableChannel) channelOrClose(inherited, ShareableChannel.class);
    }

    /** The channel of the socket that is this process's standard input, or null. */
    public Channel standardInput() throws IOException {
        OsImported inherited = services.backend().sharing().standardInput();
        return inherited == null ? null : channelOrClose(inherited, ServerSocketChannel.class);
    }

    private OsImported open(byte[] token) throws IOException {
        OsToken checked = services.backend().sharing().read(token);
        Object identity = checked.identity();
        if (identity != null && !used.add(identity)) {
            throw new TokenException(
                    Reason.ALREADY_USED,
                    ShareFailure.withoutCode(
                            "importFrom", "this token was imported before", "export the channel again"));
        }
        try {
            return checked.open();
        } catch (ShareException e) {
            boolean usedUp = e instanceof TokenException refusal && checked.isUsedUpBy(refusal);
            if (identity != null && !usedUp) {
                used.remove(identity);
            }
            throw e;
        }
    }

    private Channel channelOrClose(OsImported imported, Class<?> type) throws IOException {
        try {
            return channelFor(imported, type);
        } catch (IOException | RuntimeException e) {
            imported.socket().close();
            throw e;
        }
    }

    private Channel channelFor(OsImported imported, Class<?> type) throws IOException {
        OsSocket socket = imported.socket();
        if (socket.type() == OsSocketType.DATAGRAM) {
            return new ShareableDatagramChannel(
                    services, socket, (InetSocketAddress) socket.localAddress(), (InetSocketAddress)
                            socket.remoteAddress());
        }
        boolean listening = imported.state() == State.LISTENING;
        boolean askedToListen = type == ServerSocketChannel.class && imported.state() != State.CONNECTED;
        if (listening || askedToListen) {
            return ShareableServerSocketChannel.imported(services, socket, listening);
        }
        if (imported.state() != State.CONNECTED) {
            return ShareableSocketChannel.unconnected(services, socket);
        }
        ShareableSocketChannel connection = ShareableSocketChannel.connected(services, socket);
        if (type == Pipe.SourceChannel.class) {
            return new PipeSource(connection);
        }
        return type == Pipe.SinkChannel.class ? new PipeSink(connection) : connection;
    }

    private static TokenException wrongKind(OsImported imported, Class<?> type) {
        String kind = imported.socket().type() + " socket, " + imported.state();
        return new TokenException(
                Reason.WRONG_KIND,
                ShareFailure.withoutCode(
                        "importFrom",
                        "the token brought a " + kind.toLowerCase() + ", which is no " + type.getName()
                                + "; it was closed again",
                        "export it again and ask for what it is"));
    }
}
