package io.nioshare.provider.channel;

import io.nioshare.provider.memory.TemporaryBuffers;
import io.nioshare.provider.memory.UserBuffers;
import io.nioshare.provider.os.OsBackend;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.park.ParkingOperation;
import io.nioshare.provider.park.ParkingPoller;
import io.nioshare.provider.park.SuspendableUse;
import io.nioshare.provider.park.VirtualThreads;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.spi.SelectorProvider;

/** What every channel of one provider has in common. */
public final class ChannelServices {

    private final SelectorProvider provider;
    private final OsBackend backend;
    private final UserBuffers buffers;
    private final SocketViews views;

    /** One for each direction, so that none has a descriptor twice. */
    private final ParkingPoller[] parkingPollers;

    private final ChannelOptions streamOptions;
    private final ChannelOptions unixStreamOptions;
    private final ChannelOptions listenerOptions;
    private final ChannelOptions unixListenerOptions;
    private final ChannelOptions datagramOptions;

    public ChannelServices(SelectorProvider provider, OsBackend backend, SocketViews views) {
        this.provider = provider;
        this.views = views;
        this.backend = backend;
        this.parkingPollers = new ParkingPoller[] {new ParkingPoller(backend), new ParkingPoller(backend)};
        TemporaryBuffers temporaries = new TemporaryBuffers(backend.memory(), VirtualThreads::isCurrent);
        this.buffers = new UserBuffers(backend.memory(), temporaries);
        this.streamOptions = ChannelOptions.ofStream(backend);
        this.unixStreamOptions = ChannelOptions.ofUnixStream(backend);
        this.listenerOptions = ChannelOptions.ofListener(backend);
        this.unixListenerOptions = ChannelOptions.ofUnixListener(backend);
        this.datagramOptions = ChannelOptions.ofDatagram(backend);
    }

    SelectorProvider provider() {
        return provider;
    }

    public OsBackend backend() {
        return backend;
    }

    /** What a thread waits with for this operation, which no thread waits with now. */
    OsOperation parkingOperation(
            OsOperation operation, int direction, OsSocket socket, Object blockingLock, SuspendableUse use) {
        return new ParkingOperation(operation, socket, parkingPollers[direction], blockingLock, use);
    }

    ChannelOptions streamOptions(ProtocolFamily family) {
        return family == StandardProtocolFamily.UNIX ? unixStreamOptions : streamOptions;
    }

    ChannelOptions listenerOptions(ProtocolFamily family) {
        return family == StandardProtocolFamily.UNIX ? unixListenerOptions : listenerOptions;
    }

    ChannelOptions datagramOptions() {
        return datagramOptions;
    }

    SocketViews views() {
        return views;
    }

    UserBuffers buffers() {
        return buffers;
    }
}
