package io.nioshare.provider.channel;

import io.nioshare.provider.security.Privileged;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipalLookupService;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** The option SO_PEERCRED. It belongs to a module that a JVM may be without. */
final class PeerCredentials {

    /** Null where the JVM hasn't it. */
    static final SocketOption<?> OPTION = find();

    private PeerCredentials() {}

    private static SocketOption<?> find() {
        try {
            return JdkNet.option();
        } catch (NoClassDefFoundError withoutTheModule) {
            return null;
        }
    }

    /** The option's value. */
    static Object of(String user, String group) throws IOException {
        return Privileged.run(() -> JdkNet.principal(user, group));
    }

    /** Loaded with the option alone. */
    private static final class JdkNet {

        static SocketOption<?> option() {
            return ExtendedSocketOptions.SO_PEERCRED;
        }

        static Object principal(String user, String group) throws IOException {
            UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();
            return new UnixDomainPrincipal(names.lookupPrincipalByName(user), names.lookupPrincipalByGroupName(group));
        }
    }
}
