package io.nioshare.provider.security;

import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;

/**
 * What this library does with its own permissions, whatever those of its callers are: reading settings, loading native
 * code, starting threads. Nothing that a caller hands in is run by it.
 */
public final class Privileged {

    private Privileged() {}

    /** An action, and the exception that it may throw. */
    public interface Action<T, E extends Exception> {
        T run() throws E;
    }

    public static <T, E extends Exception> T run(Action<T, E> action) throws E {
        return Permissions.POSSIBLE ? Controller.run(action) : action.run();
    }

    /** The system property of this name. */
    public static String property(String name) {
        return run(() -> System.getProperty(name));
    }

    /**
     * A daemon thread that has the permissions of this library alone, and nothing of the thread that happens to need it
     * first: neither its class loader nor its thread-locals. Not started yet.
     */
    public static Thread daemon(Runnable task, String name) {
        return run(() -> {
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            return thread;
        });
    }

    /** Loaded where there may be a manager. */
    @SuppressWarnings("removal")
    private static final class Controller {

        @SuppressWarnings("unchecked")
        static <T, E extends Exception> T run(Action<T, E> action) throws E {
            try {
                return AccessController.doPrivileged((PrivilegedExceptionAction<T>) action::run);
            } catch (PrivilegedActionException e) {
                // The action throws no other one that is checked.
                throw (E) e.getException();
            }
        }
    }
}
