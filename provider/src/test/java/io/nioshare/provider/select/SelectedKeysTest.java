package io.nioshare.provider.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectedKeysTest {

    private final SelectedKeys set = new SelectedKeys();

    private static ShareableKey key() {
        return new ShareableKey(null, null, null, 0);
    }

    private List<ShareableKey> inserted(int count) {
        List<ShareableKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(key());
            set.insert(keys.get(i));
        }
        return keys;
    }

    @Test
    void itHoldsWhatASetWouldHold() {
        Random random = new Random(1);
        List<ShareableKey> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(key());
        }
        Set<SelectionKey> model = new HashSet<>();
        for (int step = 0; step < 20_000; step++) {
            ShareableKey key = all.get(random.nextInt(all.size()));
            if (random.nextInt(500) == 0) {
                set.clear();
                model.clear();
            } else if (random.nextInt(3) == 0) {
                assertThat(set.remove(key)).isEqualTo(model.remove(key));
            } else if (!set.contains(key)) {
                set.insert(key);
                assertThat(model.add(key)).isTrue();
            }
            assertThat(set.contains(key)).isEqualTo(model.contains(key));
            assertThat(set).hasSize(model.size());
        }
        assertThat(set).containsExactlyInAnyOrderElementsOf(model).isEqualTo(model);
    }

    @Test
    void anIteratorComesToEachOnceWhetherTheyAreRemovedOrNot() {
        List<ShareableKey> keys = inserted(40);
        Set<SelectionKey> met = new HashSet<>();
        int count = 0;
        for (Iterator<SelectionKey> i = set.iterator(); i.hasNext(); count++) {
            SelectionKey key = i.next();
            assertThat(met.add(key)).isTrue();
            if (count % 3 != 0) {
                i.remove();
                assertThat(set.contains(key)).isFalse();
            }
        }
        assertThat(met).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(set).hasSize(14);
    }

    @Test
    void anIteratorNoticesChangesOfOthers() {
        List<ShareableKey> keys = inserted(3);
        Iterator<SelectionKey> iterator = set.iterator();
        SelectionKey first = iterator.next();
        set.remove(keys.get(2));
        assertThatThrownBy(iterator::next).isInstanceOf(ConcurrentModificationException.class);
        assertThatThrownBy(iterator::remove).isInstanceOf(ConcurrentModificationException.class);
        assertThat(set).contains(first).hasSize(2);
    }

    @Test
    void anIteratorRemovesOncePerKeyAndEnds() {
        inserted(1);
        Iterator<SelectionKey> iterator = set.iterator();
        assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
        iterator.next();
        iterator.remove();
        assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
        assertThat(iterator.hasNext()).isFalse();
        assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void strangersAreNotInIt() {
        inserted(2);
        ShareableKey neverInserted = key();
        assertThat(set.contains(neverInserted)).isFalse();
        assertThat(set.contains("a string")).isFalse();
        assertThat(set.contains(null)).isFalse();
        assertThat(set.remove(neverInserted)).isFalse();
    }

    @Test
    void nobodyElseAdds() {
        assertThatThrownBy(() -> set.add(key())).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> set.addAll(List.of())).isInstanceOf(UnsupportedOperationException.class);
    }
}
