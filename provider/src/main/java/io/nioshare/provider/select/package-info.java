/**
 * The selector, as {@link java.nio.channels.Selector} documents it: key sets, cancelled keys, interest, readiness. It
 * knows channels as {@link io.nioshare.provider.select.SelectableSocket}s and the kernel as an {@link
 * io.nioshare.provider.os.OsPoller}.
 *
 * <p>Interest is queued by any thread and told to the kernel by the selecting thread when its next selection begins:
 * {@code Selector} promises that a change has no effect on a selection in progress.
 */
package io.nioshare.provider.select;
