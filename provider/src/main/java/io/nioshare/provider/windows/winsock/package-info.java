/** Winsock sockets behind the contract of {@code provider.os}: addresses, options, errors, and calls that can wait. */
package io.nioshare.provider.windows.winsock;
