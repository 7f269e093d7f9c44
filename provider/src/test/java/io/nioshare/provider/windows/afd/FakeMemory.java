package io.nioshare.provider.windows.afd;

import io.nioshare.provider.os.OsMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/** Memory with made-up addresses, which notices every access to what was freed. */
final class FakeMemory implements OsMemory {

    private final TreeMap<Long, ByteBuffer> blocks = new TreeMap<>();
    private long next = 0x10000;

    @Override
    public long allocate(int bytes) {
        long address = next;
        next += bytes + 64;
        blocks.put(address, ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder()));
        return address;
    }

    @Override
    public void free(long address) {
        if (blocks.remove(address) == null) {
            throw new AssertionError("freed twice or never allocated: " + address);
        }
    }

    @Override
    public ByteBuffer view(long address, int bytes) {
        ByteBuffer whole = at(address);
        return whole.slice(offset(address), bytes).order(ByteOrder.nativeOrder());
    }

    /** The live memory that this address lies in. */
    ByteBuffer at(long address) {
        return block(address).getValue();
    }

    int offset(long address) {
        return (int) (address - block(address).getKey());
    }

    private Map.Entry<Long, ByteBuffer> block(long address) {
        Map.Entry<Long, ByteBuffer> entry = blocks.floorEntry(address);
        if (entry == null || address - entry.getKey() >= entry.getValue().capacity()) {
            throw new AssertionError("no memory there, or freed: " + address);
        }
        return entry;
    }

    int blocksInUse() {
        return blocks.size();
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        throw new UnsupportedOperationException();
    }
}
