package io.nioshare.provider;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

    private final String system = System.getProperty("os.name");
    private final String architecture = System.getProperty("os.arch");
    private ShareableSelectorProvider provider;

    @BeforeEach
    void loadedOnEverySystem() {
        provider = new ShareableSelectorProvider();
    }

    @AfterEach
    void thisSystemAgain() {
        System.setProperty("os.name", system);
        System.setProperty("os.arch", architecture);
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X, aarch64", "FreeBSD, amd64", "Linux, riscv64", "Windows 11, x86"})
    void aSystemWithoutABackendIsToldWhichHaveOne(String name, String arch) {
        System.setProperty("os.name", name);
        System.setProperty("os.arch", arch);
        assertThatThrownBy(provider::openSelector)
                .isExactlyInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("nio-share has no backend for " + name + " on " + arch)
                .hasMessageContaining("64-bit Windows")
                .hasMessageContaining("Linux (x86_64, aarch64)");
        assertThatThrownBy(provider::openSocketChannel).isExactlyInstanceOf(UnsupportedOperationException.class);
    }
}
