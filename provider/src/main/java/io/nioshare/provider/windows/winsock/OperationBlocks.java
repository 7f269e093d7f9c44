package io.nioshare.provider.windows.winsock;

/**
 * The memory of operations that have ended, and their events with it: the next ones take it. An imported connection
 * seldom lives long enough to be worth two of each. Thread-safe.
 */
final class OperationBlocks {

    private static final int KEPT = 64;

    /** Guards itself and the count. */
    private static final OperationBlock[] FREE = new OperationBlock[KEPT];

    private static int free;

    private OperationBlocks() {}

    static OperationBlock take() {
        synchronized (FREE) {
            if (free > 0) {
                return FREE[--free];
            }
        }
        return new OperationBlock();
    }

    /** No call that was given its memory or its event may be pending any more. */
    static void giveBack(OperationBlock block) {
        block.freeVector();
        synchronized (FREE) {
            if (free < KEPT) {
                FREE[free++] = block;
                return;
            }
        }
        block.free();
    }
}
