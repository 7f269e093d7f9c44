/**
 * How C functions are called. The rooms of the systems declare their functions, each with its C types, as methods of a
 * class that nothing else is in; a {@link io.nioshare.provider.binding.Library} makes each a {@link
 * io.nioshare.provider.binding.NativeFunction}. The only package that imports JNA.
 */
package io.nioshare.provider.binding;
