package io.nioshare.provider.binding;

import io.nioshare.provider.os.OsMemory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Calls by {@code java.lang.foreign}.
 *
 * <p>A function is called with 64-bit numbers, whatever its integers and pointers are: on x86_64 and aarch64 each takes
 * a register or 64 bits of the stack anyway, and neither side looks at bits beyond its type. So the functions with as
 * many parameters share what the JDK makes for a call, which takes milliseconds to make.
 *
 * <p>The error is the thread's own, and of a virtual thread, too: the call itself copies it to memory of this thread.
 */
final class ForeignBinding implements Binding {

    private final ForeignApi api;
    private final int stateBytes;
    private final int errorOffset;
    private final MethodHandle toSegment = ForeignApi.ofBuffer();
    private final ThreadLocal<State> states = ThreadLocal.withInitial(this::newState);
    private final MethodHandle currentState;
    private final OsMemory memory;

    /** The memory for the state after a thread's calls, as a buffer and as a segment. */
    private record State(ByteBuffer buffer, Object segment) {}

    /**
     * @throws IllegalCallerException when this JVM was told not to let this library make such calls
     */
    ForeignBinding() {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        api = new ForeignApi(windows ? "GetLastError" : "errno");
        stateBytes = api.stateBytes();
        errorOffset = api.errorOffset();
        currentState = currentState();
        Object library = api.standardLibrary();
        // Without the state: memory may be freed between a call and the question for its error.
        memory = new ForeignMemory(
                new NativeFunction(api.function(library, "calloc", 2)),
                new NativeFunction(api.function(library, "free", 1)));
    }

    private State newState() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(stateBytes).order(ByteOrder.nativeOrder());
        try {
            return new State(buffer, toSegment.invoke(buffer));
        } catch (Throwable thrown) {
            throw new AssertionError(thrown);
        }
    }

    private MethodHandle currentState() {
        try {
            MethodType type = MethodType.methodType(Object.class);
            return MethodHandles.lookup().bind(this, "segment", type);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Called by each function's handle. */
    private Object segment() {
        return states.get().segment;
    }

    @Override
    public Functions open(String name, Lookup lookup, Class<?> declaring) {
        Object library = name == null ? api.standardLibrary() : api.library(name);
        return declaration -> function(library, declaration.getName(), declaration.getParameterCount());
    }

    private MethodHandle function(Object library, String name, int parameters) {
        MethodHandle function = api.functionWithState(library, name, parameters);
        Class<?> segment = function.type().parameterType(0);
        return MethodHandles.foldArguments(function, currentState.asType(MethodType.methodType(segment)));
    }

    @Override
    public boolean givesBodies() {
        return false;
    }

    @Override
    public int lastError() {
        return states.get().buffer.getInt(errorOffset);
    }

    @Override
    public OsMemory memory() {
        return memory;
    }
}
