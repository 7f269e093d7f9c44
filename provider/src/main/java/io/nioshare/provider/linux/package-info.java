/** Wires the Linux rooms to the contract of {@code provider.os}. */
package io.nioshare.provider.linux;
