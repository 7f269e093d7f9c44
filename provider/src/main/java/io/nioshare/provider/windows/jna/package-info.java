/**
 * Bindings to ws2_32, mswsock, kernel32, ntdll and bcrypt: functions, constants and layouts as the Windows
 * documentation has them, for 64-bit Windows. Declares, never decides.
 *
 * <p>Handles, sockets and pointers are {@code long}s, so that a call makes no garbage. A function that fails leaves its
 * error for {@link io.nioshare.provider.windows.jna.LastError}.
 */
package io.nioshare.provider.windows.jna;
