package io.nioshare.provider.windows.afd;

import io.nioshare.provider.os.OsMemory;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * All requests of a poller, made in groups as they are needed: those about one socket, and those about several, which
 * take more memory. Guarded by the poller's monitor.
 */
final class PollGroups {

    private final AfdPoller.DeviceFactory devices;
    private final OsMemory memory;
    private final List<PollGroup> groups = new ArrayList<>();

    /** Groups with an idle request, one of them in use first. */
    private final ArrayDeque<PollGroup> singles = new ArrayDeque<>();

    private final ArrayDeque<PollGroup> batches = new ArrayDeque<>();

    PollGroups(AfdPoller.DeviceFactory devices, OsMemory memory) {
        this.devices = devices;
        this.memory = memory;
    }

    /** An idle request with room for this many sockets, or for {@link PollRequest#MOST_SOCKETS} if they are more. */
    PollRequest take(int sockets) throws IOException {
        ArrayDeque<PollGroup> kind = sockets == 1 ? singles : batches;
        PollGroup group = kind.peekFirst();
        if (group == null) {
            int room = sockets == 1 ? 1 : PollRequest.MOST_SOCKETS;
            group = new PollGroup(devices.open(groups.size()), memory, room);
            groups.add(group);
            kind.addFirst(group);
        }
        PollRequest request = group.take();
        if (!group.hasIdle()) {
            kind.removeFirst();
        }
        return request;
    }

    /** Takes an idle request back. */
    void giveBack(PollRequest request) {
        PollGroup group = request.group();
        if (!group.hasIdle()) {
            (group.sockets() == 1 ? singles : batches).addFirst(group);
        }
        group.giveBack(request);
    }

    /** The request whose block completed on the device of this group. */
    PollRequest find(int group, long block) {
        return groups.get(group).owner(block);
    }

    void forEach(Consumer<PollRequest> action) {
        for (PollGroup group : groups) {
            for (int slot = 0; slot < PollGroup.REQUESTS; slot++) {
                action.accept(group.at(slot));
            }
        }
    }

    /** When the kernel has let go of all requests. */
    void close() {
        for (PollGroup group : groups) {
            group.closeDevice();
            group.freeMemory();
        }
    }
}
