package io.nioshare.provider.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.nioshare.provider.os.OsMemory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;

/** JNA's direct mapping: it gives the declared methods their bodies, and remembers each call's error. */
final class JnaBinding implements Binding {

    private final OsMemory memory = new JnaMemory();

    /**
     * @throws LinkageError when there is no JNA, or its own library can't be loaded
     * @throws IllegalCallerException when this JVM was told not to let JNA load it
     */
    JnaBinding() {
        Native.setLastError(0);
    }

    @Override
    public Functions open(String library, Lookup lookup, Class<?> declaring) {
        Native.register(declaring, library == null ? NativeLibrary.getProcess() : NativeLibrary.getInstance(library));
        return declaration -> handle(lookup, declaration);
    }

    private static MethodHandle handle(Lookup lookup, Method declaration) {
        MethodHandle method;
        try {
            method = lookup.unreflect(declaration);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
        return MethodHandles.explicitCastArguments(method, longs(declaration.getParameterCount()));
    }

    private static MethodType longs(int count) {
        Class<?>[] parameters = new Class<?>[count];
        Arrays.fill(parameters, long.class);
        return MethodType.methodType(long.class, parameters);
    }

    @Override
    public boolean givesBodies() {
        return true;
    }

    @Override
    public int lastError() {
        return Native.getLastError();
    }

    @Override
    public OsMemory memory() {
        return memory;
    }
}
