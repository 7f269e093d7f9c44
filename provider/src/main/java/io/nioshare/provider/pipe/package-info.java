/**
 * {@link java.nio.channels.Pipe} on a pair of connected sockets, so that both ends can be selected on and shared. Never
 * the JDK's: on Windows that one would open its ends through the provider that asks for it.
 */
package io.nioshare.provider.pipe;
