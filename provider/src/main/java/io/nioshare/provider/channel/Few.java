package io.nioshare.provider.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A few elements that one field holds: null for none, an element for itself, which is the usual case and costs nothing,
 * and a {@link Several} for more.
 */
final class Few {

    private Few() {}

    private static final class Several extends ArrayList<Object> {
        private static final long serialVersionUID = 1;

        Several(Object first, Object second) {
            super(List.of(first, second));
        }
    }

    /** What the field holds after {@code element} was added. */
    static Object with(Object field, Object element) {
        if (field == null) {
            return element;
        }
        if (field instanceof Several several) {
            several.add(element);
            return several;
        }
        return new Several(field, element);
    }

    /** What the field holds after {@code element} was removed, if it was there. */
    static Object without(Object field, Object element) {
        if (field instanceof Several several) {
            several.remove(element);
            return several;
        }
        return element.equals(field) ? null : field;
    }

    static <T> void forEach(Object field, Class<T> type, Consumer<T> action) {
        if (field instanceof Several several) {
            several.forEach(element -> action.accept(type.cast(element)));
        } else if (field != null) {
            action.accept(type.cast(field));
        }
    }
}
