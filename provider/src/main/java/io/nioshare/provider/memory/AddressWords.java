package io.nioshare.provider.memory;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/** Where a kernel writes the addresses of peers, and whether one is the same as the one before, which most are. */
public final class AddressWords {

    /** How much memory that is: enough for any address of IP, and zero beyond it. */
    public static final int BYTES = 32;

    private final LongBuffer words;
    private long first;
    private long second;
    private long third;
    private long fourth;

    /** @param memory {@link #BYTES}, in native byte order */
    public AddressWords(ByteBuffer memory) {
        this.words = memory.asLongBuffer();
    }

    /** Whether the memory holds what it held at the last {@link #remember()}. */
    public boolean same() {
        return words.get(0) == first && words.get(1) == second && words.get(2) == third && words.get(3) == fourth;
    }

    public void remember() {
        first = words.get(0);
        second = words.get(1);
        third = words.get(2);
        fourth = words.get(3);
    }
}
