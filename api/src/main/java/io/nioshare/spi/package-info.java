/**
 * What a provider supplies to the static methods of {@link io.nioshare.ShareableChannel}.
 *
 * <p>Applications have no use for it. A {@link java.nio.channels.spi.SelectorProvider} whose channels can be shared
 * implements {@link io.nioshare.spi.SharingProvider} as well, and is found through the system property
 * {@code java.nio.channels.spi.SelectorProvider}, never as a service: adding a jar changes nothing.
 */
package io.nioshare.spi;
