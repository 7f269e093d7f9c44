package io.nioshare.provider;

import io.nioshare.ShareableChannel;
import io.nioshare.provider.adapt.Adaptors;
import io.nioshare.provider.channel.ChannelServices;
import io.nioshare.provider.channel.ShareableDatagramChannel;
import io.nioshare.provider.channel.ShareableServerSocketChannel;
import io.nioshare.provider.channel.ShareableSocketChannel;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.os.OsSocketType;
import io.nioshare.provider.pipe.SocketPipe;
import io.nioshare.provider.security.Permissions;
import io.nioshare.provider.security.Privileged;
import io.nioshare.provider.select.ShareableSelector;
import io.nioshare.provider.share.Importer;
import io.nioshare.spi.SharingProvider;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Locale;
import java.util.Objects;

/**
 * A {@link SelectorProvider} whose channels are {@link ShareableChannel}s.
 *
 * <p>It is chosen by the system property {@code java.nio.channels.spi.SelectorProvider}, set to this class's name when
 * the JVM starts, and by nothing else: having the library on the path changes nothing. The JVM makes one instance,
 * which every channel returns from its {@code provider()} method.
 *
 * <p>On a system that the library has no backend for, the class loads and every method that opens something throws an
 * {@link UnsupportedOperationException} that says which systems have one.
 *
 * <p>A security manager, where one is set, is asked for what the JDK's channels ask it for. Channels that come from
 * another process take a {@code RuntimePermission("inheritedChannel")}, those of {@code importFrom} too.
 *
 * <p>Instances are safe for use by many threads.
 */
public final class ShareableSelectorProvider extends SelectorProvider implements SharingProvider {

    private volatile Services services;

    /** Guarded by this object's monitor. */
    private boolean inheritedAsked;

    private Channel inherited;

    /** What needs a backend. */
    private record Services(ChannelServices channels, Importer importer) {}

    /** Creates a provider; nothing native is touched before something is opened. */
    public ShareableSelectorProvider() {}

    /**
     * Opens an unconnected TCP channel, for IPv6 and IPv4 where the system has both.
     *
     * @return a new channel, a {@link ShareableChannel}
     * @throws IOException if the system gives no socket
     * @throws UnsupportedOperationException if there is no backend for this system
     */
    @Override
    public SocketChannel openSocketChannel() throws IOException {
        ChannelServices channels = services().channels();
        return new ShareableSocketChannel(
                channels, open(OsSocketType.STREAM, channels.backend().defaultFamily()));
    }

    /**
     * Opens an unconnected stream channel of a protocol family: TCP, or for {@code UNIX} a socket within the host, whose
     * addresses are {@link java.net.UnixDomainSocketAddress}es and which has no {@code socket()} view.
     *
     * @param family {@code INET}, {@code INET6} or {@code UNIX}
     * @return a new channel, a {@link ShareableChannel}
     * @throws IOException if the system gives no socket
     * @throws UnsupportedOperationException if this system has no such sockets, with its reason, or there is no backend for
     *     this system
     * @throws NullPointerException if {@code family} is {@code null}
     */
    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
        return new ShareableSocketChannel(services().channels(), open(OsSocketType.STREAM, family));
    }

    /**
     * Opens an unbound TCP listener, for IPv6 and IPv4 where the system has both.
     *
     * @return a new channel, a {@link ShareableChannel}
     * @throws IOException if the system gives no socket
     * @throws UnsupportedOperationException if there is no backend for this system
     */
    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
        return openServerSocketChannel(services().channels().backend().defaultFamily());
    }

    /**
     * Opens an unbound listener of a protocol family: TCP, or for {@code UNIX} a socket within the host. That one's address
     * is a file, which closing leaves; bound to {@code null} it gets a name of its own in the directory that
     * {@code jdk.net.unixdomain.tmpdir} names.
     *
     * @param family {@code INET}, {@code INET6} or {@code UNIX}
     * @return a new channel, a {@link ShareableChannel}
     * @throws IOException if the system gives no socket
     * @throws UnsupportedOperationException if this system has no such sockets, with its reason, or there is no backend for
     *     this system
     * @throws NullPointerException if {@code family} is {@code null}
     */
    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
        ChannelServices channels = services().channels();
        requireSupport(OsSocketType.STREAM, family);
        return new ShareableServerSocketChannel(channels, channels.backend().openListener(family));
    }

    private OsSocket open(OsSocketType type, ProtocolFamily family) throws IOException {
        requireSupport(type, family);
        return services().channels().backend().open(type, family);
    }

    private void requireSupport(OsSocketType type, ProtocolFamily family) {
        Objects.requireNonNull(family, "family");
        String reason = services().channels().backend().whyUnsupported(type, family);
        if (reason != null) {
            throw new UnsupportedOperationException("nio-share has no "
                    + type.name().toLowerCase(Locale.ROOT) + " sockets of family " + family.name()
                    + " on this system: " + reason);
        }
    }

    /**
     * Opens a selector for channels of this provider.
     *
     * @return a new selector
     * @throws IOException if the system refuses
     * @throws UnsupportedOperationException if there is no backend for this system
     */
    @Override
    public AbstractSelector openSelector() throws IOException {
        return new ShareableSelector(this, services().channels().backend().openPoller());
    }

    /**
     * Opens an unbound UDP channel, for IPv6 and IPv4 where the system has both.
     *
     * @return a new channel, a {@link ShareableChannel}
     * @throws IOException if the system gives no socket
     * @throws UnsupportedOperationException if there is no backend for this system
     */
    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
        return openDatagramChannel(services().channels().backend().defaultFamily());
    }

    /**
     * Opens an unbound UDP channel of a protocol family.
     *
     * @param family {@code INET} or {@code INET6}
     * @return a new channel, a {@link ShareableChannel}
     * @throws IOException if the system gives no socket
     * @throws UnsupportedOperationException if this system has no such sockets, with its reason, or there is no backend for
     *     this system
     * @throws NullPointerException if {@code family} is {@code null}
     */
    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
        OsSocket socket = open(OsSocketType.DATAGRAM, family);
        return new ShareableDatagramChannel(services().channels(), socket, null, null);
    }

    /**
     * Opens a pipe, both ends of which are {@link ShareableChannel}s. It stands on a connection over loopback that no
     * stranger can take part in.
     *
     * @return a new pipe
     * @throws IOException if the system gives no sockets or lets them not connect
     * @throws UnsupportedOperationException if there is no backend for this system
     */
    @Override
    public Pipe openPipe() throws IOException {
        return Privileged.run(() -> SocketPipe.open(this));
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnsupportedOperationException if there is no backend for this system
     */
    @Override
    public ShareableChannel importFrom(byte[] token) throws IOException {
        Permissions.requireInheritedChannel();
        return services().importer().importFrom(token);
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnsupportedOperationException if there is no backend for this system
     */
    @Override
    public <C> C importFrom(byte[] token, Class<C> type) throws IOException {
        Permissions.requireInheritedChannel();
        return services().importer().importFrom(token, type);
    }

    /**
     * The channel of the socket that this process was started for, as its standard input: what {@code inetd} does, and
     * {@code systemd} with {@code StandardInput=socket}. It is made once and then always the same; closing it takes the
     * socket from the standard streams too.
     *
     * @return a {@link SocketChannel}, {@link ServerSocketChannel} or {@link DatagramChannel}, which is a
     *     {@link ShareableChannel}; {@code null} when the standard input is none of that, and on Windows
     * @throws IOException if the system refuses
     * @throws UnsupportedOperationException if there is no backend for this system
     */
    @Override
    public synchronized Channel inheritedChannel() throws IOException {
        if (!inheritedAsked) {
            inherited = services().importer().standardInput();
            inheritedAsked = true;
        }
        if (inherited != null) {
            Permissions.requireInheritedChannel();
        }
        return inherited;
    }

    /**
     * Makes a channel of a descriptor that this process was started with, such as those from 3 on that {@code systemd}
     * passes to a socket-activated service ({@code LISTEN_FDS}). The descriptor belongs to the channel from then on, and
     * isn't passed on to programs that this process starts.
     *
     * @param descriptor the descriptor's number
     * @return a new channel, of the kind that the socket itself says
     * @throws IllegalArgumentException if it is no socket of a kind that this provider opens, wasn't inherited, or was taken
     *     over before; it stays as it was
     * @throws IOException if the system refuses
     * @throws UnsupportedOperationException if there is no backend for this system, or on Windows
     */
    public ShareableChannel fromFileDescriptor(int descriptor) throws IOException {
        Permissions.requireInheritedChannel();
        return services().importer().takeOver(descriptor);
    }

    private Services newServices() {
        ChannelServices channels = new ChannelServices(this, Platform.newBackend(), new Adaptors());
        return new Services(channels, new Importer(channels));
    }

    private Services services() {
        Services made = services;
        if (made == null) {
            synchronized (this) {
                made = services;
                if (made == null) {
                    made = Privileged.run(this::newServices);
                    services = made;
                }
            }
        }
        return made;
    }
}
