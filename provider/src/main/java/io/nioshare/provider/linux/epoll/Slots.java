package io.nioshare.provider.linux.epoll;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Numbered places for registrations, which an event's 64 bits of data can name. A place that is taken again has a new
 * generation, so that an event of its former holder isn't mistaken. Guarded by the poller's monitor.
 */
final class Slots {

    private static final int FIRST_SIZE = 16;

    private EpollRegistration[] registrations = new EpollRegistration[FIRST_SIZE];
    private int[] generations = new int[FIRST_SIZE];

    /** The free places below {@link #used}: a stack. */
    private int[] free = new int[FIRST_SIZE];

    private int freeCount;
    private int used;

    int take() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        if (used == registrations.length) {
            int size = used * 2;
            registrations = Arrays.copyOf(registrations, size);
            generations = Arrays.copyOf(generations, size);
            free = Arrays.copyOf(free, size);
        }
        return used++;
    }

    /** Never negative, so that no data is that of the wakeup. */
    int generation(int slot) {
        return generations[slot];
    }

    void put(int slot, EpollRegistration registration) {
        registrations[slot] = registration;
    }

    /** Null when whoever had that place in that generation is gone. */
    EpollRegistration get(int slot, int generation) {
        return generations[slot] == generation ? registrations[slot] : null;
    }

    void free(int slot) {
        registrations[slot] = null;
        generations[slot] = generations[slot] + 1 & Integer.MAX_VALUE;
        free[freeCount++] = slot;
    }

    void forEach(Consumer<EpollRegistration> action) {
        for (int i = 0; i < used; i++) {
            if (registrations[i] != null) {
                action.accept(registrations[i]);
            }
        }
    }
}
