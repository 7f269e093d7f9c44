package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Nothing is left out but what the table names, and the table names what exists. */
class KnownDifferencesTest {

    @Test
    void everyEntryNamesTests() {
        for (KnownDifferences.Entry entry : KnownDifferences.TABLE) {
            assertThat(entry.reason()).isNotBlank();
            assertThat(entry.tests()).isNotEmpty();
            for (String test : entry.tests()) {
                Method[] methods = entry.type().getDeclaredMethods();
                assertThat(Arrays.stream(methods))
                        .as("%s.%s", entry.type().getSimpleName(), test)
                        .anyMatch(method -> method.getName().equals(test) && method.isAnnotationPresent(Test.class));
            }
        }
    }

    @Test
    void bothProvidersAreHeldAgainstTheSameContract() {
        assertThat(contracts(ShareableContractTest.class))
                .isEqualTo(contracts(JdkContractTest.class))
                .isNotEmpty();
    }

    private static Set<Class<?>> contracts(Class<?> tests) {
        return Arrays.stream(tests.getDeclaredClasses())
                .<Class<?>>map(Class::getSuperclass)
                .collect(Collectors.toSet());
    }
}
