package io.nioshare.harness.security;

import io.nioshare.harness.process.RemoteTask;
import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.Permission;
import java.security.Permissions;
import java.security.Policy;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.security.ProtectionDomain;

/** In a child: puts a security manager in force, and runs code that has some permissions and no others. */
@SuppressWarnings("removal")
final class LimitedCode {

    private LimitedCode() {}

    /** All code is trusted, but what {@link #run} runs. */
    private static final class TrustingPolicy extends Policy {
        @Override
        public boolean implies(ProtectionDomain domain, Permission permission) {
            return true;
        }
    }

    static boolean trustAllOther() {
        Policy.setPolicy(new TrustingPolicy());
        System.setSecurityManager(new SecurityManager());
        return true;
    }

    /** Runs it with these permissions. */
    static <R> R run(RemoteTask<R> task, Permission... granted) throws Exception {
        Permissions permissions = new Permissions();
        for (Permission permission : granted) {
            permissions.add(permission);
        }
        ProtectionDomain[] domains = {new ProtectionDomain(null, permissions)};
        try {
            PrivilegedExceptionAction<R> action = task::run;
            return AccessController.doPrivileged(action, new AccessControlContext(domains));
        } catch (PrivilegedActionException e) {
            throw e.getException();
        }
    }
}
