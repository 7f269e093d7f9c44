/**
 * The {@code java.net} views of channels: what {@code channel.socket()} returns. A view has no state of its own but its
 * timeout; everything else is asked of the channel.
 */
package io.nioshare.provider.adapt;
