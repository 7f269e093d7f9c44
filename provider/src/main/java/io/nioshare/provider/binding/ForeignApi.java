package io.nioshare.provider.binding;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is used of {@code java.lang.foreign}, which is looked up: this library is compiled for a JDK without it. The only
 * class of the bindings that knows its names.
 */
final class ForeignApi {

    /**
     * The first release that has what is used here. It is a preview there, which only keeps a compiler from using it.
     */
    static final int FIRST_RELEASE = 21;

    private static final Class<?> SEGMENT = type("MemorySegment");
    private static final Class<?> LAYOUT = type("MemoryLayout");
    private static final Class<?> LOOKUP = type("SymbolLookup");
    private static final Class<?> LINKER = type("Linker");
    private static final Class<?> OPTION = type("Linker$Option");
    private static final Class<?> DESCRIPTOR = type("FunctionDescriptor");

    private static final Method FIND = method(LOOKUP, "find", String.class);
    private static final Method DESCRIBE = method(DESCRIPTOR, "of", LAYOUT, LAYOUT.arrayType());
    private static final Method BIND = method(LINKER, "downcallHandle", SEGMENT, DESCRIPTOR, OPTION.arrayType());

    private final Object linker = call(method(LINKER, "nativeLinker"), null);
    private final Object number = constant(type("ValueLayout"), "JAVA_LONG");
    private final Object state = call(method(OPTION, "captureStateLayout"), null);
    private final String error;
    private final Object capture;

    /**
     * @param error which part of the state after a call is of interest, as {@code Linker.Option} names it
     */
    ForeignApi(String error) {
        this.error = error;
        capture = call(method(OPTION, "captureCallState", String[].class), null, (Object) new String[] {error});
    }

    /** How many bytes the state after a call takes. */
    int stateBytes() {
        return ((Long) call(method(LAYOUT, "byteSize"), state)).intValue();
    }

    /** Where the error is among them. */
    int errorOffset() {
        Class<?> element = type("MemoryLayout$PathElement");
        Object path = array(element, 1, call(method(element, "groupElement", String.class), null, error));
        return ((Long) call(method(LAYOUT, "byteOffset", element.arrayType()), state, path)).intValue();
    }

    /** The functions of a library, which stays loaded. */
    Object library(String name) {
        Class<?> arena = type("Arena");
        try {
            Object forEver = call(method(arena, "global"), null);
            return call(method(LOOKUP, "libraryLookup", String.class, arena), null, name, forEver);
        } catch (IllegalArgumentException e) {
            throw (UnsatisfiedLinkError) new UnsatisfiedLinkError("there is no library " + name).initCause(e);
        }
    }

    /** The functions of the C library. */
    Object standardLibrary() {
        return call(method(LINKER, "defaultLookup"), linker);
    }

    /** A handle of a function that takes so many numbers of 64 bits and returns one. */
    MethodHandle function(Object library, String name, int parameters) {
        return function(library, name, parameters, array(OPTION, 0, null));
    }

    /** The same with a parameter more, the first: a segment that takes the state after the call. */
    MethodHandle functionWithState(Object library, String name, int parameters) {
        return function(library, name, parameters, array(OPTION, 1, capture));
    }

    private MethodHandle function(Object library, String name, int parameters, Object options) {
        Object address = ((Optional<?>) call(FIND, library, name))
                .orElseThrow(() -> new UnsatisfiedLinkError("there is no function " + name));
        Object descriptor = call(DESCRIBE, null, number, array(LAYOUT, parameters, number));
        return (MethodHandle) call(BIND, linker, address, descriptor, options);
    }

    /** From a direct buffer to the segment between its position and its limit. */
    static MethodHandle ofBuffer() {
        return handle(method(SEGMENT, "ofBuffer", Buffer.class));
    }

    /** From a segment to its address. */
    static MethodHandle address() {
        return handle(method(SEGMENT, "address"));
    }

    /** From an address and a number of bytes to a buffer of what is there. */
    static MethodHandle bufferAt() {
        MethodHandle at = handle(method(SEGMENT, "ofAddress", long.class));
        MethodHandle resize = handle(method(SEGMENT, "reinterpret", long.class));
        MethodHandle toBuffer = handle(method(SEGMENT, "asByteBuffer"));
        return MethodHandles.filterReturnValue(MethodHandles.filterArguments(resize, 0, at), toBuffer);
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName("java.lang.foreign." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Method method(Class<?> type, String name, Class<?>... parameters) {
        try {
            return type.getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static Object constant(Class<?> type, String name) {
        try {
            return type.getField(name).get(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle handle(Method method) {
        try {
            return MethodHandles.lookup().unreflect(method);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Object array(Class<?> type, int length, Object element) {
        Object[] array = (Object[]) Array.newInstance(type, length);
        Arrays.fill(array, element);
        return array;
    }

    /** What the method throws is thrown; none of those used declares a checked exception. */
    private static Object call(Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
