/** Wires the rooms of Windows to the contract of {@code provider.os}. */
package io.nioshare.provider.windows;
