package io.nioshare.spi;

import io.nioshare.ShareableChannel;
import java.io.IOException;

/**
 * Implemented by a {@link java.nio.channels.spi.SelectorProvider} whose channels can be imported from other processes.
 *
 * <p>Implementations are safe for use by many threads. They neither change nor keep the arrays that they are given, and
 * accept an array that others change meanwhile without harm to any descriptor of the process.
 *
 * <p>The exceptions are those of {@link ShareableChannel#importFrom(byte[])}, and the same rule holds for them all:
 * when a method doesn't return a channel, it has closed every descriptor that it opened, and touched no other.
 */
public interface SharingProvider {
    /**
     * Imports a socket as the channel that it is.
     *
     * @param token the bytes that an export gave, not {@code null}
     * @return a new open channel, in blocking mode, of the kind that the socket itself says it is
     * @throws io.nioshare.TokenException if the token can't be imported
     * @throws io.nioshare.ShareException if the operating system reports anything else
     * @throws IOException if the imported socket can't be examined
     * @throws NullPointerException if {@code token} is {@code null}
     * @throws UnsupportedOperationException if the provider has no backend for this operating system
     */
    ShareableChannel importFrom(byte[] token) throws IOException;

    /**
     * Imports a socket as a channel of the given type. The provider makes the decision, because it alone can close what
     * it imported when the socket turns out to be of another kind.
     *
     * @param <C> the type of the channel
     * @param token the bytes that an export gave, not {@code null}
     * @param type a class or interface that the channel is to be an instance of, not {@code null}
     * @return a new open channel, in blocking mode
     * @throws io.nioshare.TokenException if the token can't be imported, with
     *     {@link io.nioshare.TokenException.Reason#WRONG_KIND} and a message that says what it was if the channel would
     *     not be a {@code type}
     * @throws io.nioshare.ShareException if the operating system reports anything else
     * @throws IOException if the imported socket can't be examined
     * @throws NullPointerException if an argument is {@code null}
     * @throws UnsupportedOperationException if the provider has no backend for this operating system
     */
    <C> C importFrom(byte[] token, Class<C> type) throws IOException;
}
