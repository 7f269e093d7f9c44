package io.nioshare.provider.channel;

import io.nioshare.provider.memory.BufferVector;
import io.nioshare.provider.memory.TemporaryBuffers;
import io.nioshare.provider.os.OsBackend;
import java.nio.channels.spi.SelectorProvider;

/** What every channel of one provider has in common. */
public final class ChannelServices {

    private final SelectorProvider provider;
    private final OsBackend backend;
    private final TemporaryBuffers temporaries;
    private final SocketViews views;

    public ChannelServices(SelectorProvider provider, OsBackend backend, SocketViews views) {
        this.provider = provider;
        this.views = views;
        this.backend = backend;
        this.temporaries = new TemporaryBuffers(backend.memory());
    }

    SelectorProvider provider() {
        return provider;
    }

    public OsBackend backend() {
        return backend;
    }

    SocketViews views() {
        return views;
    }

    BufferVector newVector() {
        return new BufferVector(backend.memory(), temporaries);
    }
}
