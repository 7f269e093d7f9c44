package io.nioshare.provider.windows.winsock;

import io.nioshare.provider.memory.OffHeapBlock;
import io.nioshare.provider.windows.jna.NativeMemory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;

/** Sending and receiving of datagrams: the addresses that go with them, and what their errors mean. */
final class WinsockDatagrams {

    /** The datagram was larger than the buffers, which are full. */
    static final int CUT = -5;

    /** An earlier datagram of this socket found nobody. */
    static final int UNREACHABLE = -6;

    /** Four longs, so that two addresses are compared quickly. */
    private static final int ADDRESS_BYTES = 32;

    private static final int LAST = ADDRESS_BYTES;
    private static final int LENGTH = LAST + ADDRESS_BYTES;

    private final WinsockSocket socket;
    private final WinsockOperation operation;
    private final OffHeapBlock block = new OffHeapBlock(NativeMemory.INSTANCE, LENGTH + Long.BYTES);
    private final ByteBuffer view = block.view();

    /** The address that stands at {@link #LAST}: most datagrams come from where the one before did. */
    private InetSocketAddress last;

    /** What was sent to last, encoded at the start of the block; an operation either sends or receives. */
    private InetSocketAddress lastTarget;

    private int lastTargetLength;

    WinsockDatagrams(WinsockSocket socket, WinsockOperation operation) {
        this.socket = socket;
        this.operation = operation;
    }

    int receive(int buffers, long timeout) throws IOException {
        while (true) {
            for (int i = 0; i < ADDRESS_BYTES; i += Long.BYTES) {
                view.putLong(i, 0);
            }
            view.putInt(LENGTH, SocketAddressCodec.MAX_BYTES);
            int count = operation.receiveFrom(buffers, block.address(), block.address() + LENGTH, timeout);
            if (count == CUT) {
                return operation.bytesOf(buffers);
            }
            if (count != UNREACHABLE) {
                return count;
            }
            // Of no concern to a socket that has no one peer.
            if (socket.remoteAddress() != null) {
                throw new PortUnreachableException("nobody receives at " + socket.remoteAddress());
            }
        }
    }

    InetSocketAddress sender() {
        if (last == null || !sameAsLast()) {
            last = SocketAddressCodec.decode(view);
            for (int i = 0; i < ADDRESS_BYTES; i += Long.BYTES) {
                view.putLong(LAST + i, view.getLong(i));
            }
        }
        return last;
    }

    private boolean sameAsLast() {
        for (int i = 0; i < ADDRESS_BYTES; i += Long.BYTES) {
            if (view.getLong(i) != view.getLong(LAST + i)) {
                return false;
            }
        }
        return true;
    }

    int send(int buffers, InetSocketAddress target, long timeout) throws IOException {
        long address = 0;
        int length = 0;
        if (target != null) {
            address = block.address();
            length = target.equals(lastTarget) ? lastTargetLength : encode(target);
        }
        int count = operation.sendTo(buffers, address, length, timeout);
        if (count == UNREACHABLE) {
            throw new PortUnreachableException("nobody receives at " + socket.remoteAddress());
        }
        if (count == CUT) {
            throw WinsockError.toException("WSASendTo", WinsockError.WSAEMSGSIZE.code());
        }
        return count;
    }

    private int encode(InetSocketAddress target) {
        lastTargetLength = SocketAddressCodec.encode(target, socket.ipv6(), view);
        lastTarget = target;
        return lastTargetLength;
    }

    void free() {
        block.free();
    }
}
