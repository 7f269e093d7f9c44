/**
 * Sockets of Linux behind the contract of {@code provider.os}: addresses, options, errors, and calls that can wait.
 *
 * <p>Whether a socket is non-blocking is a property that all processes have in common that hold it, and a partner may
 * change it. So no call on a shared socket relies on it: what receives or sends says {@code MSG_DONTWAIT} each time, and
 * what waits does so in {@code poll}, together with an eventfd by which another thread can end the wait. A socket that is
 * this process's alone is switched to blocking mode by the first receiving call that had to wait, and receives in one call
 * from then on, which a signal to its thread ends.
 */
package io.nioshare.provider.linux.socket;
