package io.nioshare.provider.select;

import java.nio.channels.SelectionKey;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A selector's selected-key set. Users may remove keys, never add any. Keys know their places in it, so that it needs no
 * memory for each of them at each selection, as a hash table does.
 */
final class SelectedKeys extends AbstractSet<SelectionKey> {

    private static final int FIRST_SIZE = 16;

    private ShareableKey[] keys = new ShareableKey[FIRST_SIZE];
    private int size;

    /** By it an iterator notices that the set was changed by somebody else. */
    private int changes;

    /** Adds a key of this set's selector that isn't in it. */
    void insert(ShareableKey key) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
        }
        key.place = size;
        keys[size++] = key;
        changes++;
    }

    private void removeAt(int place) {
        size--;
        ShareableKey last = keys[size];
        keys[place] = last;
        last.place = place;
        keys[size] = null;
        changes++;
    }

    @Override
    public boolean addAll(Collection<? extends SelectionKey> added) {
        // Even when there is nothing to add.
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean contains(Object object) {
        return object instanceof ShareableKey key && key.place < size && keys[key.place] == key;
    }

    @Override
    public boolean remove(Object object) {
        boolean here = contains(object);
        if (here) {
            removeAt(((ShareableKey) object).place);
        }
        return here;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void clear() {
        Arrays.fill(keys, 0, size, null);
        size = 0;
        changes++;
    }

    @Override
    public Iterator<SelectionKey> iterator() {
        return new Keys();
    }

    /** A key that is removed leaves its place to the last one, which therefore comes next. */
    private final class Keys implements Iterator<SelectionKey> {

        private int next;
        private int seen = changes;
        private boolean removable;

        @Override
        public boolean hasNext() {
            return next < size;
        }

        @Override
        public SelectionKey next() {
            ensureUnchanged();
            if (next >= size) {
                throw new NoSuchElementException();
            }
            removable = true;
            return keys[next++];
        }

        @Override
        public void remove() {
            if (!removable) {
                throw new IllegalStateException();
            }
            ensureUnchanged();
            removable = false;
            removeAt(--next);
            seen = changes;
        }

        private void ensureUnchanged() {
            if (seen != changes) {
                throw new ConcurrentModificationException();
            }
        }
    }
}
