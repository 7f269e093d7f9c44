/**
 * Tokens of Windows: the layout of a {@code WSAPROTOCOL_INFOW}, the stamp in it, and what its errors mean. The
 * structure stays readable to every Winsock program; the stamp lies where none of them looks.
 */
package io.nioshare.provider.windows.share;
