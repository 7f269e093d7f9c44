package io.nioshare.provider.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;

/**
 * Buffers of memory segments, on JDKs that have them ({@code java.lang.foreign}): an arena may free their memory at any
 * time, or forbid it to other threads than its own, and the buffer alone notices.
 */
final class Arenas {

    /** From a buffer to the scope of its memory; null where there are no segments. */
    private static final MethodHandle SCOPE = find();

    /** Whether memory with a scope of this class lives as long as it can be reached, and is open to every thread. */
    private static final ClassValue<Boolean> LASTING = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> scope) {
            // No method tells. A name that isn't known counts as one that doesn't last, which is only slower.
            String name = scope.getName();
            return name.startsWith("jdk.internal.foreign.GlobalSession")
                    || name.startsWith("jdk.internal.foreign.ImplicitSession");
        }
    };

    private Arenas() {}

    private static MethodHandle find() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
            Class<?> scope = Class.forName("java.lang.foreign.MemorySegment$Scope");
            MethodHandle ofBuffer =
                    lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class));
            MethodHandle scopeOf = lookup.findVirtual(segment, "scope", MethodType.methodType(scope));
            return MethodHandles.filterReturnValue(ofBuffer, scopeOf)
                    .asType(MethodType.methodType(Object.class, ByteBuffer.class));
        } catch (ReflectiveOperationException beforeJdk21) {
            return null;
        }
    }

    /** Whether an arena may take this direct buffer's memory away: then the kernel must not be given its address. */
    static boolean own(ByteBuffer direct) {
        if (SCOPE == null) {
            return false;
        }
        Object scope;
        try {
            scope = (Object) SCOPE.invokeExact(direct);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        return !LASTING.get(scope.getClass());
    }

    /**
     * Reads a byte, and so throws what the buffer throws when its memory isn't there for this thread.
     *
     * @param buffer one with a byte remaining
     */
    static void requireAccess(ByteBuffer buffer) {
        buffer.get(buffer.position());
    }
}
