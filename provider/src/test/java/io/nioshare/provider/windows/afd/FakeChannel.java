package io.nioshare.provider.windows.afd;

import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import io.nioshare.provider.select.Pollable;
import io.nioshare.provider.select.SelectableSocket;
import io.nioshare.provider.select.StateListener;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.util.ArrayList;
import java.util.List;

/** A channel that is nothing but selectable, on a socket of a made-up kernel. */
final class FakeChannel extends AbstractSelectableChannel implements SelectableSocket, Pollable {

    private final SocketTable kernel;
    private final long socket;
    private final List<OsRegistration> registrations = new ArrayList<>();
    private final List<StateListener> listeners = new ArrayList<>();

    FakeChannel(SocketTable kernel, long socket) throws IOException {
        super(null);
        this.kernel = kernel;
        this.socket = socket;
        kernel.openSocket(socket);
        configureBlocking(false);
    }

    long socket() {
        return socket;
    }

    @Override
    public int validOps() {
        return SelectionKey.OP_READ | SelectionKey.OP_WRITE;
    }

    @Override
    public Pollable pollable() {
        return this;
    }

    @Override
    public int possible(int operations) {
        return operations;
    }

    @Override
    public OsRegistration enroll(OsPoller poller, Object attachment) throws IOException {
        if (!isOpen()) {
            return null;
        }
        OsRegistration registration = ((AfdPoller) poller).register(socket, attachment);
        registrations.add(registration);
        return registration;
    }

    @Override
    public void withdraw(StateListener listener, OsRegistration registration) {
        listeners.remove(listener);
        if (registration != null) {
            registrations.remove(registration);
            registration.release();
        }
    }

    @Override
    public void addListener(StateListener listener) {
        listeners.add(listener);
    }

    /** How many keys would hear of a change. */
    int listeners() {
        return listeners.size();
    }

    @Override
    protected void implCloseSelectableChannel() {
        registrations.forEach(OsRegistration::release);
        registrations.clear();
        kernel.closeSocket(socket);
    }

    @Override
    protected void implConfigureBlocking(boolean block) {}
}
