package io.nioshare.provider.windows.afd;

import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.os.OsMemory;
import java.nio.ByteBuffer;

/**
 * A poll device and the memory of the requests that go to it. The driver searches a device's requests one by one, so
 * a group is small. Guarded by the poller's lock.
 */
final class PollGroup {

    static final int SLOTS = 32;

    private final PollDevice device;
    private final OffHeapBlock memory;
    private final PollRequest[] requests = new PollRequest[SLOTS];
    private int used;

    PollGroup(PollDevice device, OsMemory memory) {
        this.device = device;
        this.memory = new OffHeapBlock(memory, SLOTS * PollBlock.BYTES);
    }

    boolean isFull() {
        return used == SLOTS;
    }

    boolean isLastFree() {
        return used == SLOTS - 1;
    }

    /** Gives the request a slot of this group, which isn't full. */
    int take(PollRequest request) {
        int slot = 0;
        while (requests[slot] != null) {
            slot++;
        }
        requests[slot] = request;
        used++;
        return slot;
    }

    /** Only when the kernel has let go of the slot's block. */
    void free(int slot) {
        requests[slot] = null;
        used--;
    }

    PollRequest at(int slot) {
        return requests[slot];
    }

    /** The request whose block has this address. */
    PollRequest owner(long block) {
        return requests[(int) ((block - memory.address()) / PollBlock.BYTES)];
    }

    PollDevice device() {
        return device;
    }

    ByteBuffer view() {
        return memory.view();
    }

    static int offset(int slot) {
        return slot * PollBlock.BYTES;
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
