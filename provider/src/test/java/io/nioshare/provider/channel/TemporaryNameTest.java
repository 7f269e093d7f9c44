package io.nioshare.provider.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nioshare.provider.ShareableSelectorProvider;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "the system's sockets are needed")
class TemporaryNameTest {

    private static final String PROPERTY = "jdk.net.unixdomain.tmpdir";

    private final String before = System.getProperty(PROPERTY);

    @TempDir
    private Path folder;

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    /** Where a listener came to be that was bound to no address. */
    private static Path bind() throws IOException {
        ShareableSelectorProvider provider = new ShareableSelectorProvider();
        try (ServerSocketChannel listener = provider.openServerSocketChannel(StandardProtocolFamily.UNIX)) {
            listener.bind(null);
            Path path = ((UnixDomainSocketAddress) listener.getLocalAddress()).getPath();
            assertThat(path).exists();
            return path;
        }
    }

    @Test
    void namesAreInTheDirectoryOfTheProperty() throws IOException {
        System.setProperty(PROPERTY, folder.toString());
        Path first = bind();
        assertThat(first).hasParent(folder);
        assertThat(bind()).hasParent(folder).isNotEqualTo(first);
    }

    @Test
    void anEmptyPropertyMeansTheTemporaryDirectory() throws IOException {
        System.setProperty(PROPERTY, "");
        Path path = bind();
        Files.delete(path);
        assertThat(path.getParent()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Test
    void aDirectoryThatIsMissingIsToldAtOnce() {
        System.setProperty(PROPERTY, folder.resolve("none").toString());
        assertThatThrownBy(TemporaryNameTest::bind)
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("ENOENT");
    }
}
