package io.nioshare.provider.windows.afd;

import io.nioshare.provider.os.OsMemory;
import io.nioshare.provider.os.OsPoller;
import io.nioshare.provider.os.OsRegistration;
import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.windows.jna.NativeMemory;
import io.nioshare.provider.windows.winsock.WinsockSocket;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Poll requests of many sockets, and the port where they complete.
 *
 * <p>{@code lock} guards groups, requests and the count of what the kernel holds. Nothing waits while it is held.
 */
public final class AfdPoller implements OsPoller {

    static final long NO_TIMEOUT = Long.MAX_VALUE;

    /** Keys of completions are group indexes; this one is of posted packets. */
    private static final long WAKEUP_KEY = -1;

    private static final long CLOSE_TIMEOUT_MILLIS = 10_000;

    /** Makes the devices of new groups. */
    @FunctionalInterface
    interface DeviceFactory {
        PollDevice open(int group) throws IOException;
    }

    private final CompletionQueue port;
    private final DeviceFactory devices;
    private final OsMemory memory;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<PollGroup> groups = new ArrayList<>();
    private final ArrayDeque<PollGroup> withRoom = new ArrayDeque<>();
    private int withKernel;
    private boolean closed;

    AfdPoller(CompletionQueue port, DeviceFactory devices, OsMemory memory) {
        this.port = port;
        this.devices = devices;
        this.memory = memory;
    }

    /** A poller on the machine's own devices. */
    public static AfdPoller open() throws IOException {
        CompletionPort port = new CompletionPort();
        return new AfdPoller(port, group -> openDevice(port, group), NativeMemory.INSTANCE);
    }

    private static PollDevice openDevice(CompletionPort port, int group) throws IOException {
        AfdDevice device = AfdDevice.open();
        try {
            port.associate(device, group);
        } catch (IOException e) {
            device.close();
            throw e;
        }
        return device;
    }

    @Override
    public OsRegistration register(OsSocket socket, Object attachment) throws IOException {
        return register(((WinsockSocket) socket).baseHandle(), attachment);
    }

    OsRegistration register(long socket, Object attachment) throws IOException {
        lock();
        try {
            return new PollRequest(this, groupWithRoom(), socket, attachment);
        } finally {
            unlock();
        }
    }

    /** Takes a slot; a group that gets full by it leaves the queue. */
    private PollGroup groupWithRoom() throws IOException {
        PollGroup group = withRoom.peekFirst();
        if (group == null) {
            group = new PollGroup(devices.open(groups.size()), memory);
            groups.add(group);
            withRoom.addFirst(group);
        }
        if (group.isLastFree()) {
            withRoom.removeFirst();
        }
        return group;
    }

    void free(PollGroup group, int slot) {
        if (group.isFull()) {
            withRoom.addFirst(group);
        }
        group.free(slot);
    }

    @Override
    public int poll(long timeout, Sink sink) throws IOException {
        int count = port.take(timeout);
        int reported = 0;
        for (int i = 0; i < count; i++) {
            long key = port.key(i);
            if (key != WAKEUP_KEY && report((int) key, port.block(i), sink)) {
                reported++;
            }
        }
        return reported;
    }

    private boolean report(int group, long block, Sink sink) {
        PollRequest request;
        int ready;
        lock();
        try {
            withKernel--;
            request = groups.get(group).owner(block);
            ready = request.completed();
        } finally {
            unlock();
        }
        if (ready == 0) {
            return false;
        }
        sink.ready(request.attachment(), ready);
        return true;
    }

    @Override
    public void wakeup() throws IOException {
        lock();
        try {
            // Once the port is closed its handle number may belong to somebody else.
            if (!closed) {
                port.post(WAKEUP_KEY);
            }
        } finally {
            unlock();
        }
    }

    @Override
    public void close() throws IOException {
        releaseAll();
        long deadline = System.nanoTime() + CLOSE_TIMEOUT_MILLIS * 1_000_000;
        while (withKernel > 0) {
            if (System.nanoTime() > deadline) {
                // Memory that the kernel may still write to is better lost than freed.
                throw new IOException(withKernel + " poll requests did not complete after they were cancelled");
            }
            poll(CLOSE_TIMEOUT_MILLIS, (attachment, events) -> {});
        }
        for (PollGroup group : groups) {
            group.closeDevice();
            group.freeMemory();
        }
        port.close();
    }

    private void releaseAll() {
        lock();
        try {
            closed = true;
            for (PollGroup group : groups) {
                for (int slot = 0; slot < PollGroup.SLOTS; slot++) {
                    PollRequest request = group.at(slot);
                    if (request != null) {
                        request.release();
                    }
                }
            }
        } finally {
            unlock();
        }
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    void submitted() {
        withKernel++;
    }
}
