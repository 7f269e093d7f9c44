package io.nioshare.provider.binding;

import io.nioshare.provider.os.NativeCalls;
import io.nioshare.provider.security.Privileged;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;

/** A library of C functions, which a class declares as {@code static native} methods of their names and types. */
public final class Library {

    private final Map<String, Method> declarations = new HashMap<>();
    private final Binding.Functions functions;

    private Library(String name, Lookup lookup, Class<?> declaring) {
        for (Method declaration : declaring.getDeclaredMethods()) {
            declarations.put(declaration.getName(), declaration);
        }
        functions = Bindings.CHOSEN.open(name, lookup, declaring);
    }

    /**
     * @param lookup may use the declarations
     * @throws UnsatisfiedLinkError when there is no such library
     */
    public static Library open(String name, Lookup lookup, Class<?> declaring) {
        return Privileged.run(() -> new Library(name, lookup, declaring));
    }

    /** What the process has loaded anyway: nothing to be searched for, and the JVM's own C library. */
    public static Library ofProcess(Lookup lookup, Class<?> declaring) {
        return open(null, lookup, declaring);
    }

    /**
     * The function that is declared by this name; null where calling the declared method is just that.
     *
     * @throws UnsatisfiedLinkError when the library doesn't have it
     */
    public NativeFunction function(String name) {
        if (Bindings.CHOSEN.givesBodies() && !NativeCalls.COUNTED) {
            return null;
        }
        MethodHandle function = functions.find(declarations.get(name));
        return new NativeFunction(NativeCalls.COUNTED ? counting(function, name) : function);
    }

    private static MethodHandle counting(MethodHandle function, String name) {
        try {
            MethodType type = MethodType.methodType(void.class, String.class);
            MethodHandle count = MethodHandles.lookup().findStatic(NativeCalls.class, "count", type);
            return MethodHandles.foldArguments(function, count.bindTo(name));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
