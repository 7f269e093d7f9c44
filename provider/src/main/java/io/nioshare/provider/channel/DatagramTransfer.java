package io.nioshare.provider.channel;

import io.nioshare.provider.memory.BufferVector;
import io.nioshare.provider.os.OsOperation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Datagrams from and to a user's buffers, one direction of a channel, under its lock. A datagram is never split. */
final class DatagramTransfer {

    /** More than any datagram can have, so that too much is refused by the system, not cut here. */
    private static final int MAX_DATAGRAM = 1 << 17;

    private final OsOperation operation;
    private final BufferVector vector;

    DatagramTransfer(OsOperation operation, BufferVector vector) {
        this.operation = operation;
        this.vector = vector;
    }

    /** Returns a count of bytes, or an {@code OsStatus}. What doesn't fit into the buffers is dropped. */
    int receive(ByteBuffer[] buffers, int from, int to, long timeout) throws IOException {
        if (to - from > OsOperation.MAX_BUFFERS) {
            return receiveMany(buffers, from, to, timeout);
        }
        int room = 0;
        int received = 0;
        try {
            int count = vector.prepareReceiveDatagram(operation, buffers, from, to);
            room = vector.bytes();
            received = operation.receiveFrom(count, timeout);
        } finally {
            vector.completeReceive(received);
        }
        return Math.min(received, room);
    }

    private int receiveMany(ByteBuffer[] buffers, int from, int to, long timeout) throws IOException {
        ByteBuffer whole = ByteBuffer.allocate(remaining(buffers, from, to));
        int received = receive(new ByteBuffer[] {whole}, 0, 1, timeout);
        whole.flip();
        for (int i = from; i < to && whole.hasRemaining(); i++) {
            int length = Math.min(buffers[i].remaining(), whole.remaining());
            buffers[i].put(whole.slice(whole.position(), length));
            whole.position(whole.position() + length);
        }
        return received;
    }

    /** Who sent what was received last. */
    InetSocketAddress sender() {
        return operation.sender();
    }

    /** Returns a count of bytes, or an {@code OsStatus}. */
    int send(ByteBuffer[] buffers, int from, int to, InetSocketAddress target, long timeout) throws IOException {
        if (to - from > OsOperation.MAX_BUFFERS) {
            return sendMany(buffers, from, to, target, timeout);
        }
        int sent = 0;
        try {
            int count = vector.prepareSendDatagram(operation, buffers, from, to);
            sent = operation.sendTo(count, target, timeout);
        } finally {
            vector.completeSend(sent);
        }
        return sent;
    }

    private int sendMany(ByteBuffer[] buffers, int from, int to, InetSocketAddress target, long timeout)
            throws IOException {
        ByteBuffer whole = ByteBuffer.allocate(remaining(buffers, from, to));
        for (int i = from; i < to; i++) {
            ByteBuffer rest = buffers[i].duplicate();
            whole.put(rest.limit(Math.min(rest.limit(), rest.position() + whole.remaining())));
        }
        int sent = send(new ByteBuffer[] {whole.flip()}, 0, 1, target, timeout);
        if (sent >= 0) {
            for (int i = from; i < to; i++) {
                buffers[i].position(buffers[i].limit());
            }
        }
        return sent;
    }

    private static int remaining(ByteBuffer[] buffers, int from, int to) {
        long remaining = 0;
        for (int i = from; i < to; i++) {
            remaining += buffers[i].remaining();
        }
        return (int) Math.min(remaining, MAX_DATAGRAM);
    }
}
