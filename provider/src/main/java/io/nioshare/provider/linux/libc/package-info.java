/**
 * The C library: calls, constants, structure layouts of 64-bit Linux. Declares, never decides.
 *
 * <p>Layouts are those of x86_64 and aarch64, which differ in {@code struct epoll_event} alone. Numbers are in the
 * machine's order.
 */
package io.nioshare.provider.linux.libc;
