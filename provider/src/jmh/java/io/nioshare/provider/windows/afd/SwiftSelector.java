package io.nioshare.provider.windows.afd;

import io.nioshare.provider.select.ShareableSelector;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;

/** A selector whose kernel takes no time, and its keys, all of which read. */
public final class SwiftSelector {
    private static final int MEMORY = 16 << 20;

    private final ShareableSelector selector;
    private final List<SelectionKey> keys = new ArrayList<>();

    /** @param ready how many of the first ones are always ready */
    public SwiftSelector(int registered, int ready) throws IOException {
        var memory = new SwiftMemory(MEMORY);
        var kernel = new SwiftKernel(memory, registered);
        selector = new ShareableSelector(null, new AfdPoller(kernel, kernel::open, kernel.probe(), memory));
        for (int socket = 0; socket < registered; socket++) {
            if (socket < ready) {
                kernel.makeReady(socket);
            }
            keys.add(new FakeChannel(kernel, socket).register(selector, SelectionKey.OP_READ));
        }
        selector.selectNow();
        selector.selectedKeys().clear();
    }

    public ShareableSelector selector() {
        return selector;
    }

    public List<SelectionKey> keys() {
        return keys;
    }
}
