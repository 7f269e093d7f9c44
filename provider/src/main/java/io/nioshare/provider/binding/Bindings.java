package io.nioshare.provider.binding;

import io.nioshare.provider.os.OsMemory;

/**
 * How this JVM calls C functions: by {@code java.lang.foreign} where the JDK has it and lets this library use it, by JNA
 * elsewhere. The property {@code nioshare.bindings}, {@code foreign} or {@code jna}, asks for one of them.
 */
public final class Bindings {

    private static final String PROPERTY = "nioshare.bindings";

    /** Null when there is none. */
    static final Binding CHOSEN;

    private static final String WHY_NONE;

    static {
        Binding chosen = null;
        String whyNone = null;
        try {
            chosen = choose(System.getProperty(PROPERTY, "any"));
        } catch (UnsupportedOperationException e) {
            whyNone = e.getMessage();
        }
        CHOSEN = chosen;
        WHY_NONE = whyNone;
    }

    private Bindings() {}

    /**
     * To be called before a library is opened.
     *
     * @throws UnsupportedOperationException when this JVM can call no C functions, or not in the way that was asked for
     */
    public static void require() {
        if (CHOSEN == null) {
            throw new UnsupportedOperationException(WHY_NONE);
        }
    }

    private static Binding choose(String wanted) {
        return switch (wanted) {
            case "foreign" -> foreign();
            case "jna" -> jna();
            case "any" -> any();
            default ->
                throw new UnsupportedOperationException(PROPERTY + "=" + wanted + ": it is either foreign or jna");
        };
    }

    private static boolean hasForeign() {
        return Runtime.version().feature() >= ForeignApi.FIRST_RELEASE;
    }

    private static Binding any() {
        if (hasForeign()) {
            try {
                return new ForeignBinding();
            } catch (IllegalCallerException notForThisLibrary) {
                return jna();
            }
        }
        return jna();
    }

    private static Binding foreign() {
        if (!hasForeign()) {
            throw new UnsupportedOperationException(PROPERTY + "=foreign: needs Java " + ForeignApi.FIRST_RELEASE
                    + " or newer, and this is " + Runtime.version());
        }
        try {
            return new ForeignBinding();
        } catch (IllegalCallerException e) {
            throw new UnsupportedOperationException(
                    PROPERTY + "=foreign: this JVM has to be started with --enable-native-access=" + module(), e);
        }
    }

    private static String module() {
        Module module = Bindings.class.getModule();
        return module.isNamed() ? module.getName() : "ALL-UNNAMED";
    }

    private static Binding jna() {
        try {
            return new JnaBinding();
        } catch (LinkageError | IllegalCallerException e) {
            Throwable reason = e instanceof ExceptionInInitializerError ? e.getCause() : e;
            throw new UnsupportedOperationException("JNA can't be used: " + reason, e);
        }
    }

    /** The error that the calling thread's last call left: {@code errno}, or what {@code GetLastError} returns. */
    public static int lastError() {
        return CHOSEN.lastError();
    }

    /** The C heap, and the addresses of direct buffers. */
    public static OsMemory memory() {
        return CHOSEN.memory();
    }
}
