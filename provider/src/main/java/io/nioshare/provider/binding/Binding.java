package io.nioshare.provider.binding;

import io.nioshare.provider.os.OsMemory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Method;

/** A way to call C functions. */
interface Binding {

    /**
     * @param library null for what the process has loaded anyway
     * @param lookup may use the declarations
     * @param declaring a class of {@code static native} methods, all of which are functions of this library
     */
    Functions open(String library, Lookup lookup, Class<?> declaring);

    /** Whether the declared methods of an opened library can be called. */
    boolean givesBodies();

    /** The error that the calling thread's last call left: {@code errno}, or what {@code GetLastError} returns. */
    int lastError();

    OsMemory memory();

    /** The functions of a library. */
    interface Functions {

        /** A handle of {@code long}s, as {@link NativeFunction} wants it. */
        MethodHandle find(Method declaration);
    }
}
