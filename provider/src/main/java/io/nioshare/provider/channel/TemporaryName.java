package io.nioshare.provider.channel;

import io.nioshare.provider.os.OsSocket;
import io.nioshare.provider.security.Privileged;
import java.io.IOException;
import java.io.Reader;
import java.net.BindException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Properties;

/** Names for listeners of the {@code UNIX} family that are bound without one: files in a directory that can be set. */
final class TemporaryName {

    private static final String DIRECTORY_PROPERTY = "jdk.net.unixdomain.tmpdir";
    private static final int ATTEMPTS = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private TemporaryName() {}

    static void bind(OsSocket socket) throws IOException {
        String directory = Privileged.run(TemporaryName::directory);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                socket.bind(in(directory));
                return;
            } catch (BindException taken) {
                // Somebody may have this name, which another attempt may get around; anything else fails every time.
            }
        }
        throw new BindException("Could not bind to temporary name in " + directory);
    }

    private static UnixDomainSocketAddress in(String directory) throws BindException {
        try {
            return UnixDomainSocketAddress.of(Path.of(directory, "socket_" + RANDOM.nextInt(Integer.MAX_VALUE)));
        } catch (InvalidPathException e) {
            throw new BindException("Invalid temporary directory");
        }
    }

    /** As the documentation of "Networking Properties" has it: a system property, or one of the JDK's configuration. */
    private static String directory() {
        String set = System.getProperty(DIRECTORY_PROPERTY);
        if (set == null) {
            set = configured();
        }
        return set == null || set.isEmpty() ? System.getProperty("java.io.tmpdir") : set;
    }

    private static String configured() {
        Properties properties = new Properties();
        Path file = Path.of(System.getProperty("java.home"), "conf", "net.properties");
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException thereIsNone) {
            return null;
        }
        return properties.getProperty(DIRECTORY_PROPERTY);
    }
}
