/**
 * How C functions are called: by {@code java.lang.foreign} or by JNA. The only package that imports JNA, or knows of the
 * other.
 *
 * <p>The rooms of the systems declare their functions, each with its C types, as {@code static native} methods of a
 * class that nothing else is in. With JNA these are called. With {@code java.lang.foreign} they are only read, and each
 * call goes through a {@link io.nioshare.provider.binding.NativeFunction} of the same name. Which of the two it is never
 * changes, so the JIT compiler leaves no choice in the code.
 *
 * <p>No call is a critical one, which keeps the collector from running: even those that never wait may copy a megabyte.
 */
package io.nioshare.provider.binding;
