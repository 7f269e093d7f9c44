package io.nioshare.provider.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FewTest {

    private static List<String> elements(Object field) {
        List<String> elements = new ArrayList<>();
        Few.forEach(field, String.class, elements::add);
        return elements;
    }

    @Test
    void noneIsNull() {
        assertThat(elements(null)).isEmpty();
        assertThat(Few.without(null, "a")).isNull();
        assertThat(Few.without(Few.with(null, "a"), "a")).isNull();
    }

    @Test
    void oneIsItself() {
        assertThat(Few.with(null, "a")).isSameAs("a");
        assertThat(elements(Few.without("a", "b"))).containsExactly("a");
    }

    @Test
    void severalComeAndGoOneByOne() {
        Object field = Few.with(Few.with(Few.with(null, "a"), "b"), "c");
        assertThat(elements(field)).containsExactly("a", "b", "c");
        field = Few.without(field, "b");
        assertThat(elements(field)).containsExactly("a", "c");
        field = Few.without(Few.without(Few.without(field, "a"), "x"), "c");
        assertThat(elements(field)).isEmpty();
        assertThat(elements(Few.with(field, "d"))).containsExactly("d");
    }
}
