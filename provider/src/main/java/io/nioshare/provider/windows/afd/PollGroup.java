package io.nioshare.provider.windows.afd;

import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.os.OsMemory;
import java.nio.LongBuffer;
import java.util.ArrayDeque;

/**
 * A poll device and the memory of the requests that go to it. The driver searches a device's requests one by one, so
 * a group is small. Guarded by the poller's monitor.
 */
final class PollGroup {

    static final int REQUESTS = 32;

    private final PollDevice device;
    private final int sockets;
    private final OffHeapBlock memory;
    private final LongBuffer blocks;
    private final PollRequest[] requests = new PollRequest[REQUESTS];
    private final ArrayDeque<PollRequest> idle = new ArrayDeque<>(REQUESTS);

    /**
     * @param sockets how many sockets each request can ask about
     */
    PollGroup(PollDevice device, OsMemory memory, int sockets) {
        this.device = device;
        this.sockets = sockets;
        this.memory = new OffHeapBlock(memory, REQUESTS * PollBlock.bytes(sockets));
        this.blocks = this.memory.view().asLongBuffer();
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

    /** The memory of all requests. */
    LongBuffer blocks() {
        return blocks;
    }

    long address(int slot) {
        return memory.address() + slot * PollBlock.bytes(sockets);
    }

    void closeDevice() {
        device.close();
    }

    void freeMemory() {
        memory.free();
    }
}
