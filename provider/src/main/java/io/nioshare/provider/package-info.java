/**
 * The provider: name {@link io.nioshare.provider.ShareableSelectorProvider} in the system property
 * {@code java.nio.channels.spi.SelectorProvider}.
 */
package io.nioshare.provider;
