package io.nioshare.provider.windows.afd;

import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.os.OsMemory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * A poll device and the memory of the requests that go to it. The driver searches a device's requests one by one, so
 * a group is small. Guarded by the poller's lock.
 */
final class PollGroup {

    static final int REQUESTS = 32;

    private final PollDevice device;
    private final int sockets;
    private final OffHeapBlock memory;
    private final PollRequest[] requests = new PollRequest[REQUESTS];
    private final ArrayDeque<PollRequest> idle = new ArrayDeque<>(REQUESTS);

    /**
     * @param sockets how many sockets each request can ask about
     */
    PollGroup(PollDevice device, OsMemory memory, int sockets) {
        this.device = device;
        this.sockets = sockets;
        this.memory = new OffHeapBlock(memory, REQUESTS * PollBlock.bytes(sockets));
        for (int slot = 0; slot < REQUESTS; slot++) {
            requests[slot] = new PollRequest(this, slot, sockets);
            idle.addLast(requests[slot]);
        }
    }

    int sockets() {
        return sockets;
    }

    boolean hasIdle() {
        return !idle.isEmpty();
    }

    /** An idle request, the one last used first. */
    PollRequest take() {
        return idle.removeFirst();
    }

    /** Only when the kernel has let go of the request's block. */
    void giveBack(PollRequest request) {
        idle.addFirst(request);
    }

    /** The request whose block has this address. */
    PollRequest owner(long block) {
        return requests[(int) ((block - memory.address()) / PollBlock.bytes(sockets))];
    }

    PollRequest at(int slot) {
        return requests[slot];
    }

    PollDevice device() {
        return device;
    }

    ByteBuffer view() {
        return memory.view();
    }

    int offset(int slot) {
        return slot * PollBlock.bytes(sockets);
    }

    long address(int slot) {
        return memory.address() + offset(slot);
    }

    void closeDevice() {
        device.close();
    }

    void freeMemory() {
        memory.free();
    }
}
